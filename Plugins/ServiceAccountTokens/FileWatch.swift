/// What is known about the file from looking at it again and again.
struct FileWatch: Sendable {
    /// By what to recognize the file that was read last.
    var fingerprint: FileStatus.Fingerprint?
    /// The failure that was logged last, so that it is not logged at every look.
    var failure: AccountFileError?
    var expiry = ExpiryWarnings()
}
