/// A size in bytes, written `4096`, `512KiB`, `8MiB` or `1GiB` in a configuration.
public struct ByteCount: Sendable, Hashable {
    /// The number of bytes.
    public let bytes: Int

    /// A number of bytes.
    public init(bytes: Int) {
        self.bytes = bytes
    }

    /// A number of kibibytes, 1024 bytes each.
    public static func kibibytes(_ count: Int) -> Self { Self(bytes: count << 10) }

    /// A number of mebibytes, 1024 kibibytes each.
    public static func mebibytes(_ count: Int) -> Self { Self(bytes: count << 20) }
}

extension ByteCount: Comparable {
    /// Orders by size.
    public static func < (left: Self, right: Self) -> Bool { left.bytes < right.bytes }
}

extension ByteCount: CustomStringConvertible {
    /// The size in the largest unit that leaves no rest, such as `8MiB`.
    public var description: String {
        for (unit, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)] where bytes != 0 && bytes % (1 << shift) == 0 {
            return "\(bytes >> shift)\(unit)"
        }
        return "\(bytes)"
    }
}
