extension Query {
    /// Where a resource stands among the results of a walk: a place that stays the same when others come and go.
    ///
    /// Results are ordered by value, then by creation, then by id, and no two resources stand at one place.
    public struct Position: Sendable, Hashable {
        /// The bytes of a text by which resources are ordered; what differs only behind them counts as equal.
        ///
        /// A position goes into a cursor, and a cursor into a URL.
        static let textBytes = 1_024

        /// The value by which the query sorts; `nil` if it does not, or if the resource has none.
        public let value: ResolvedFilter.Operand?
        /// When the resource was created.
        public let created: DateTime
        /// The identifier of the resource.
        public let id: ResourceID
        /// The name of its type, which tells resources of several types with one id apart.
        public let type: String

        /// Names a place; a long text is cut.
        public init(value: ResolvedFilter.Operand?, created: DateTime, id: ResourceID, type: String) {
            self.value = value.map(Self.cut)
            self.created = created
            self.id = id
            self.type = type
        }

        /// Whether this place comes before another one.
        ///
        /// - Parameter descending: Whether the greatest value comes first; what ties is in the order of creation anyway.
        public func precedes(_ other: Self, descending: Bool) -> Bool {
            let order = ResolvedFilter.Operand.order(value, other.value)
            if order != 0 { return descending ? order > 0 : order < 0 }
            if created != other.created { return created < other.created }
            return id == other.id ? type < other.type : id < other.id
        }

        private static func cut(_ value: ResolvedFilter.Operand) -> ResolvedFilter.Operand {
            guard case .string(let text) = value, text.utf8.count > textBytes else { return value }
            var length = 0
            let scalars = text.unicodeScalars.prefix { scalar in
                length += UTF8.width(scalar)
                return length <= textBytes
            }
            return .string(String(scalars))
        }
    }
}
