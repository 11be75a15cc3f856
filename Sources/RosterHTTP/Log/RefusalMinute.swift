import Logging

/// What was refused within a minute, in bounded memory.
struct RefusalMinute {
    /// A line of the log.
    struct Line {
        var level = Logger.Level.info
        let message: Logger.Message
        let metadata: Logger.Metadata
    }

    /// What the log says of a refused request; those that are alike differ in nothing but their identifiers.
    typealias Fields = [String: String]

    /// The reason of a refusal whose client has left, or that the end of the server caused.
    static let cancelled = "cancelled"

    /// How many networks, and how many accounts, are counted singly.
    private static let capacity = 256
    /// How many kinds of refusals are counted singly for each account, and of failures of the provider.
    private static let kindsPerAccount = 64
    /// How many lines a network without good credentials gets, and how many kinds of them are counted.
    private static let linesPerNetwork = 5
    private static let reasonsPerNetwork = 8

    /// What those of one network who gave no good credentials did.
    fileprivate struct Strangers {
        var lines = 0
        var untold: [String: Int] = [:]
    }

    private var repetitions: [Fields: Int] = [:]
    private var kinds: [String: Int] = [:]
    private var others: [Fields: Int] = [:]
    private var strangers: [String: Strangers] = [:]
    private var otherStrangers = 0

    /// Counts a refused request of an account.
    ///
    /// - Returns: Whether it is the first of its kind in this minute, so that it gets a line.
    mutating func count(_ fields: Fields) -> Bool {
        if let count = repetitions[fields] {
            repetitions[fields] = count + 1
            return false
        }
        // What the provider fails in is told even if an account fills all its places.
        let account = fields.isFailure ? "" : fields["account"] ?? ""
        let isCounted = kinds[account] != nil || kinds.count < Self.capacity
        guard isCounted, kinds[account, default: 0] < Self.kindsPerAccount else {
            var rest = fields.filter { $0.key == "status" }
            rest["account"] = isCounted ? fields["account"] : "others"
            others[rest, default: 0] += 1
            return false
        }
        kinds[account, default: 0] += 1
        repetitions[fields] = 0
        return true
    }

    /// Counts a request without good credentials.
    ///
    /// - Returns: Whether it gets a line.
    mutating func count(strangerFrom network: String, reason: String) -> Bool {
        guard strangers[network] != nil || strangers.count < Self.capacity else {
            otherStrangers += 1
            return false
        }
        return strangers[network, default: Strangers()].count(
            reason, lines: Self.linesPerNetwork, reasons: Self.reasonsPerNetwork)
    }

    /// The lines at the end of the minute: how often what got a line happened again, and what got none.
    var summary: [Line] {
        var lines = repetitions.filter { $0.value > 0 }.sorted { $0.value > $1.value }.map { fields, count in
            let metadata = fields.merging(["times": String(count)]) { $1 }
            return Line(level: .of(fields), message: "refused the same again", metadata: metadata.logged)
        }
        for (rest, count) in others.sorted(by: { $0.value > $1.value }) {
            let fields = rest.merging(["times": String(count)]) { $1 }
            lines.append(Line(level: .of(fields), message: "refused other requests", metadata: fields.logged))
        }
        for (network, strangers) in strangers.sorted(by: { $0.key < $1.key }) where !strangers.untold.isEmpty {
            let reasons = strangers.untold.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: ",")
            let fields = [
                "address": network, "reasons": reasons, "times": String(strangers.untold.values.reduce(0, +)),
            ]
            lines.append(Line(message: "refused more requests without good credentials", metadata: fields.logged))
        }
        if otherStrangers > 0 {
            let fields = ["address": "others", "times": String(otherStrangers)]
            lines.append(Line(message: "refused more requests without good credentials", metadata: fields.logged))
        }
        return lines
    }
}

extension RefusalMinute.Strangers {
    fileprivate mutating func count(_ reason: String, lines: Int, reasons: Int) -> Bool {
        if self.lines < lines {
            self.lines += 1
            return true
        }
        let isCounted = untold[reason] != nil || untold.count < reasons
        untold[isCounted ? reason : "other", default: 0] += 1
        return false
    }
}

extension RefusalMinute.Fields {
    /// Whether the provider failed, and not the client.
    fileprivate var isFailure: Bool { self["status"]?.first == "5" && self["reason"] != RefusalMinute.cancelled }

    /// The same for a logger.
    var logged: Logger.Metadata { mapValues { .string($0) } }
}

extension Logger.Level {
    /// How much a refusal matters: failures of the provider are errors, those of clients are not.
    static func of(_ fields: RefusalMinute.Fields) -> Logger.Level {
        fields.isFailure ? .error : .info
    }
}
