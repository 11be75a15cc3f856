/// What not every store can do. A store around another one hands on what that can do.
extension IdentityStore {
    /// `nil`: no history is kept.
    public var feed: (any ChangeFeed)? { nil }

    /// `nil`: nothing is known to be wrong.
    public var impediment: String? { nil }

    /// `nil`: there is none.
    public var backgroundWork: (any BackgroundWork)? { nil }
}

extension IdentityStore where Self: ChangeFeed {
    /// The store itself.
    public var feed: (any ChangeFeed)? { self }
}

extension IdentityStore where Self: BackgroundWork {
    /// The store itself.
    public var backgroundWork: (any BackgroundWork)? { self }
}
