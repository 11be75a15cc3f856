import HashTreeCollections

/// Which resources may have a value of an attribute, by the hash of the value.
///
/// The values themselves stand in the resources, so that they need not be kept a second time; whoever asks compares.
struct ValueIndex: Sendable {
    private var postings = TreeDictionary<Int, Postings>()

    /// The resources that have this value or, once in a very long time, another one of the same hash.
    func postings(of value: String) -> Postings? { postings[value.hashValue] }

    /// Whether several resources may have one value.
    var hasSharedValues: Bool { postings.contains { $0.value.count > 1 } }

    /// Adds a resource to those that have a value.
    mutating func insert(_ ordinal: Int, for value: String) { postings.insert(ordinal, for: value.hashValue) }

    /// Takes a resource away from those that have a value.
    mutating func remove(_ ordinal: Int, for value: String) { postings.remove(ordinal, for: value.hashValue) }
}
