/// In which order results come (RFC 7644 §3.4.2.3).
public struct SortOrder: Sendable, Hashable {
    /// The attribute by which results are ordered.
    public var path: ResolvedPath
    /// Whether the greatest value comes first.
    public var isDescending: Bool

    /// Orders by an attribute.
    public init(by path: ResolvedPath, descending: Bool = false) {
        self.path = path
        isDescending = descending
    }

    /// Puts resources in order: by the type of the attribute, those without a value last, or first if descending.
    ///
    /// Resources that tie keep the order in which they came.
    public func sorted(_ resources: [Resource]) -> [Resource] {
        let keyed = resources.enumerated().map { (key: key(of: $1), position: $0, resource: $1) }
        return keyed.sorted { left, right in
            switch Self.order(left.key, right.key) {
            case 0: left.position < right.position
            case let order: isDescending ? order > 0 : order < 0
            }
        }.map(\.resource)
    }

    /// The primary value, else the first one.
    private func key(of resource: Resource) -> ResolvedFilter.Operand? {
        var values = resource.values(at: path)
        if path.attribute.isMultiValued, path.subAttribute != nil {
            var whole = path
            whole.path.subAttribute = nil
            let elements = resource.values(at: whole)
            if let primary = elements.first(where: \.isPrimary), let name = path.path.subAttribute {
                values = primary[name]?.values ?? values
            }
        }
        return values.first(where: \.isPresent).flatMap { ResolvedFilter.Operand($0, for: path.definition) }
    }

    private static func order(_ left: ResolvedFilter.Operand?, _ right: ResolvedFilter.Operand?) -> Int {
        switch (left, right) {
        case (nil, nil): 0
        case (nil, _?): 1
        case (_?, nil): -1
        case (let left?, let right?):
            ComparisonOperator.lt.holds(left, right)
                ? -1 : ComparisonOperator.gt.holds(left, right) ? 1 : boolean(left, right)
        }
    }

    private static func boolean(_ left: ResolvedFilter.Operand, _ right: ResolvedFilter.Operand) -> Int {
        guard case .boolean(let left) = left, case .boolean(let right) = right, left != right else { return 0 }
        return right ? -1 : 1
    }
}
