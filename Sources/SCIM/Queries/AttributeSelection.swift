/// Which attributes an answer needs (RFC 7644 §3.9), so that a store need not fetch what nobody asked for.
public struct AttributeSelection: Sendable, Hashable {
    /// The attributes that were asked for or refused.
    public var scope: Scope
    /// The most values that a multi-valued attribute may have and still be part of the answer; `nil` for any number.
    ///
    /// A store that leaves an attribute out for this reason names it in ``Resource/omitted``.
    public var maximumValues: Int?
    /// The attributes with `returned` `request` that the body of a POST, PUT or PATCH names: its answer shows them too
    /// (RFC 7643 §7), unless ``scope`` names what is wanted or leaves them out.
    public var named: [AttributePath] = []

    /// What `attributes` or `excludedAttributes` said.
    public enum Scope: Sendable, Hashable {
        /// Neither: everything that is returned by default.
        case byDefault
        /// `attributes`: these, and what is always returned.
        case only([AttributePath])
        /// `excludedAttributes`: everything that is returned by default but these.
        case excluding([AttributePath])
    }

    /// Everything that is returned by default.
    public static let byDefault = AttributeSelection(.byDefault)

    /// Nothing but what is always returned.
    public static let minimum = AttributeSelection(.only([]))

    /// Selects attributes.
    public init(_ scope: Scope, maximumValues: Int? = nil) {
        self.scope = scope
        self.maximumValues = maximumValues
    }

    /// The most names that one request may give.
    public static let maximumNames = 1_000

    /// Reads the parameters of a request; names that no schema knows are passed over.
    ///
    /// - Parameter repairs: Notes what had to be put right.
    /// - Throws: ``SCIMError/Code/invalidValue`` if both parameters are given, ``SCIMError/Code/tooMany`` beyond 1,000 names.
    public init(
        attributes: [String]?, excludedAttributes: [String]?, of type: ResourceType, repairs: inout Repairs
    ) throws(SCIMError) {
        switch (attributes, excludedAttributes) {
        case (_?, _?):
            throw SCIMError(.invalidValue, "'attributes' and 'excludedAttributes' exclude one another")
        case (let names?, nil):
            self.init(.only(try Self.paths(names, of: type, &repairs)))
        case (nil, let names?):
            self.init(.excluding(try Self.paths(names, of: type, &repairs)))
        case (nil, nil):
            self = .byDefault
        }
    }

    /// Reads the parameters of a request and puts right what clients are known to write otherwise.
    ///
    /// - Throws: As the initializer that notes the repairs.
    package init(attributes: [String]?, excludedAttributes: [String]?, of type: ResourceType) throws(SCIMError) {
        var repairs = Repairs()
        try self.init(attributes: attributes, excludedAttributes: excludedAttributes, of: type, repairs: &repairs)
    }

    /// The places that names stand for, each once.
    private static func paths(
        _ names: [String], of type: ResourceType, _ repairs: inout Repairs
    ) throws(SCIMError) -> [AttributePath] {
        guard names.count <= maximumNames else {
            throw SCIMError(.tooMany, "\(names.count) attributes are named; the limit is \(maximumNames)")
        }
        var paths: [AttributePath] = []
        var seen: Set<AttributePath> = []
        for name in names {
            let path = try type.resolve(name, repairs: &repairs, else: .invalidValue)?.path
            if let path, seen.insert(path).inserted { paths.append(path) }
        }
        return paths
    }

    /// Whether any part of an attribute of the base schema, a common attribute or an extension belongs to the answer.
    ///
    /// Attributes whose values are always or never returned are not told apart here.
    public func includes(_ name: AttributeName) -> Bool {
        switch scope {
        case .byDefault: true
        case .only(let paths): paths.contains { ($0.schema ?? $0.attribute) == name }
        case .excluding(let paths):
            !paths.contains { $0.schema == nil && $0.attribute == name && $0.subAttribute == nil }
        }
    }
}
