/// What comes of reading the section of a plug-in: how to make what it is for.
public struct PluginPlan<Product: Sendable>: Sendable {
    /// Makes the product; this is where files are opened and connections made.
    public typealias Maker = @Sendable () async throws -> Product
    /// Makes what looks after the data of the product; nothing is opened before it is asked for something.
    public typealias MaintenanceMaker = @Sendable () throws -> any StoreMaintenance

    /// Looks for what would keep the product from being made or from working, such as a folder that cannot exist, and changes
    /// nothing.
    public typealias Check = @Sendable () async -> [ConfigurationProblem]

    /// Makes the product.
    public var make: Maker
    /// Makes what looks after its data without it; `nil` where there is no such thing.
    public var maintenance: MaintenanceMaker?
    /// Looks at the surroundings, for `roster check`.
    public var check: Check
    /// The product, where reading its section is all that it takes.
    public private(set) var product: Product?

    /// Describes what can be made.
    public init(
        make: @escaping Maker, maintenance: MaintenanceMaker? = nil, check: @escaping Check = { [] }
    ) {
        self.make = make
        self.maintenance = maintenance
        self.check = check
    }

    /// Describes a product that is there as soon as its section has been read.
    ///
    /// A mapper before a store has to be such a product: the store is made for the records of which the mapper tells.
    public init(_ product: Product) {
        self.init(make: { product })
        self.product = product
    }
}
