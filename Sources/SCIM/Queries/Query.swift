/// A whole question to a store: which resources, in which order, which part of them (RFC 7644 §3.4.2).
public struct Query: Sendable, Hashable {
    /// The resource type.
    public var type: ResourceType
    /// Which resources; `nil` for all.
    public var filter: ResolvedFilter?
    /// In which order; `nil` for the order of creation.
    public var sort: SortOrder?
    /// The number of the first resource wanted, from 1; a walk does not look at it.
    public var startIndex: Int
    /// From which place of a walk results are wanted; `nil` to count them from ``startIndex``.
    public var step: Step?
    /// The most resources wanted; 0 asks for the total only.
    public var count: Int
    /// Which attributes the answer needs.
    public var selection: AttributeSelection

    /// Puts a question together; a start below 1 means 1, a count below 0 means 0 (RFC 7644 §3.4.2.4).
    public init(
        _ type: ResourceType, filter: ResolvedFilter? = nil, sort: SortOrder? = nil, startIndex: Int = 1,
        step: Step? = nil, count: Int = .max, selection: AttributeSelection = .byDefault
    ) {
        self.type = type
        self.filter = filter
        self.sort = sort
        self.startIndex = max(1, startIndex)
        self.step = step
        self.count = max(0, count)
        self.selection = selection
    }
}
