/// A plug-in: the name by which a configuration chooses it, how to read its section, and how to make it.
///
/// Reading comes first for all plug-ins, so that every problem of a file is known before the first of them does anything.
///
/// ```swift
/// extension PluginFactory<any IdentityStore> {
///     public static var acme: Self {
///         Self(type: "acme") { section, context in
///             let url: String = try section.required("url")
///             return { try await AcmeStore(connectingTo: url, logger: context.logger) }
///         }
///     }
/// }
/// ```
public struct PluginFactory<Product: Sendable>: Sendable {
    /// Makes the product; this is where files are opened and connections made.
    public typealias Maker = PluginPlan<Product>.Maker

    /// The value of `type:` that chooses this plug-in.
    public let type: String

    /// Reads the section and has no effects.
    public let plan: @Sendable (ConfigurationSection, PluginContext) throws -> PluginPlan<Product>

    /// Describes a plug-in.
    ///
    /// - Parameters:
    ///   - type: The value of `type:` that chooses it.
    ///   - read: Reads the section and returns how to make the product. What it throws as ``ConfigurationProblem`` is
    ///     shown at its place in the file; an ``ExitReason`` from the maker ends the process with its code.
    public init(type: String, read: @escaping @Sendable (ConfigurationSection, PluginContext) throws -> Maker) {
        self.init(planning: type) { PluginPlan(make: try read($0, $1)) }
    }

    /// Describes a plug-in that can do more with its section than make the product.
    ///
    /// - Parameters:
    ///   - type: The value of `type:` that chooses it.
    ///   - plan: Reads the section, as above, and returns all that can be made of it.
    public init(
        planning type: String,
        _ plan: @escaping @Sendable (ConfigurationSection, PluginContext) throws -> PluginPlan<Product>
    ) {
        self.type = type
        self.plan = plan
    }

    /// Reads the section and returns how to make the product.
    public func read(_ section: ConfigurationSection, _ context: PluginContext) throws -> Maker {
        try plan(section, context).make
    }
}
