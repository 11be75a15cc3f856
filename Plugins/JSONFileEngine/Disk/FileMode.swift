/// Who may use a file or a folder: the permission bits of its mode (chmod(2)).
package struct FileMode: Sendable, Hashable, CustomStringConvertible {
    /// The bits, such as 0o600.
    package let bits: UInt32

    /// Names permission bits; all other bits are left out.
    init(bits: UInt32) {
        self.bits = bits & 0o7777
    }

    /// Whether the group may read, write or enter it.
    var isOpenToGroup: Bool { bits & 0o070 != 0 }

    /// Whether users outside the group may read, write or enter it.
    var isOpenToOthers: Bool { bits & 0o007 != 0 }

    /// Whether users outside the group may write to it.
    var isWritableByOthers: Bool { bits & 0o002 != 0 }

    /// The same mode without what users outside the group may do.
    var withoutOthers: FileMode { FileMode(bits: bits & ~0o007) }

    /// The bits as `chmod` takes them, such as `0600`.
    package var description: String { "0\(String(bits, radix: 8))" }
}
