/// What is known about the file from looking at it again and again.
struct FileWatch: Sendable {
    /// By what to recognize the file that was read last.
    var fingerprint: FileStatus.Fingerprint?
    /// The failure that was logged last, so that it is not logged at every look.
    var failure: AccountFileError?
    /// The mode that was warned of last; `nil` as long as the file is its owner's alone.
    var groupMode: UInt32?
    var expiry = ExpiryWarnings()
}
