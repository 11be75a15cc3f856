import HashTreeCollections

/// The resources that have one value of an indexed attribute, as ordinals.
///
/// Nearly always it is one resource, which needs no memory of its own.
enum Postings: Sendable {
    /// One resource.
    case one(Int)
    /// Several resources.
    indirect case many(TreeSet<Int>)

    /// The number of resources.
    package var count: Int {
        switch self {
        case .one: 1
        case .many(let set): set.count
        }
    }

    /// The ordinals from the oldest resource to the newest.
    var ordinals: [Int] {
        switch self {
        case .one(let ordinal): [ordinal]
        case .many(let set): set.sorted()
        }
    }
}

extension TreeDictionary where Value == Postings {
    /// Adds a resource to those that have a value.
    mutating func insert(_ ordinal: Int, for key: Key) {
        updateValue(forKey: key, default: .one(ordinal)) { postings in
            switch postings {
            case .one(ordinal): break
            case .one(let other): postings = .many([other, ordinal])
            case .many(var set):
                postings = .one(ordinal)
                set.insert(ordinal)
                postings = .many(set)
            }
        }
    }

    /// Takes a resource away from those that have a value.
    mutating func remove(_ ordinal: Int, for key: Key) {
        switch self[key] {
        case .one(ordinal): self[key] = nil
        case .many(var set):
            set.remove(ordinal)
            self[key] = set.count > 1 ? .many(set) : set.first.map { .one($0) }
        default: break
        }
    }
}
