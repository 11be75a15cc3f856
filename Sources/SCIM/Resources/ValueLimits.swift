/// How large values may be; each bound is a defence against requests made to exhaust the provider.
///
/// The members of a group are bounded by the size of a body alone.
enum ValueLimits {
    /// The bytes of a string or a reference.
    static let stringBytes = 65_536
    /// The bytes of a reference that holds its data itself (RFC 2397), such as a photo.
    static let dataURIBytes = 262_144
    /// The bytes of a string that no other resource may have.
    static let uniqueStringBytes = 1_024
    /// The values of a multi-valued attribute.
    static let values = 1_000
    /// The comparisons of all filters in the paths of one PATCH.
    static let patchComparisons = 1_000
    /// How much all operations of one PATCH look at: for each value its bytes and 64 more, times the comparisons of the path.
    static let patchExtent = 4 * 1_024 * 1_024
    /// The comparisons of a path up to which one operation may look at more than that.
    static let lonelyComparisons = 2
}
