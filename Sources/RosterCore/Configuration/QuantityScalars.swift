extension Duration: ConfigurationScalar {
    /// Reads a whole number with a unit: `250ms`, `30s`, `2m`, `1h` or `90d`.
    public init(configurationText text: String) throws(ConfigurationRefusal) {
        let expectation = "a duration with a unit, such as 250ms, 30s, 2m, 1h or 90d"
        let quantity = Quantity(text)
        guard let quantity, !quantity.unit.isEmpty else {
            throw ConfigurationRefusal(expectation, suggestion: quantity.map { "\($0.digits)s" })
        }
        if quantity.unit == "ms" {
            guard let count = quantity.multiplied(by: 1) else { throw ConfigurationRefusal("a shorter duration") }
            self = .milliseconds(count)
            return
        }
        let seconds: [String: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let factor = seconds[quantity.unit] else {
            throw ConfigurationRefusal(
                expectation, suggestion: Self.unit(like: quantity.unit).map { "\(quantity.digits)\($0)" })
        }
        guard let total = quantity.multiplied(by: factor) else { throw ConfigurationRefusal("a shorter duration") }
        self = .seconds(total)
    }

    private static func unit(like unit: String) -> String? {
        switch unit.lowercased() {
        case "sec", "secs", "second", "seconds", "s": "s"
        case "msec", "millis", "millisecond", "milliseconds", "ms": "ms"
        case "min", "mins", "minute", "minutes": "m"
        case "hr", "hrs", "hour", "hours", "h": "h"
        case "day", "days", "d": "d"
        default: nil
        }
    }
}

extension ByteCount: ConfigurationScalar {
    /// Reads a whole number of bytes, or of `KiB`, `MiB` or `GiB`.
    public init(configurationText text: String) throws(ConfigurationRefusal) {
        let expectation = "a number of bytes, such as 4096, 512KiB, 8MiB or 1GiB"
        guard let quantity = Quantity(text) else { throw ConfigurationRefusal(expectation) }
        let factors: [String: Int] = ["": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30]
        guard let factor = factors[quantity.unit] else {
            // `kB` means 1000 to some and 1024 to others: say which.
            let units = ["k": "KiB", "m": "MiB", "g": "GiB", "b": ""]
            let unit = quantity.unit.lowercased().first.flatMap { units[String($0)] }
            throw ConfigurationRefusal(expectation, suggestion: unit.map { "\(quantity.digits)\($0)" })
        }
        guard let bytes = quantity.multiplied(by: factor) else {
            throw ConfigurationRefusal("a smaller number of bytes")
        }
        self.init(bytes: bytes)
    }
}

/// A whole number and the unit behind it.
private struct Quantity {
    /// The digits without zeros before them; there may be more of them than a number of the machine can have.
    let digits: Substring
    let unit: String

    init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty else { return nil }
        self.digits = digits.dropLast().drop { $0 == "0" } + digits.suffix(1)
        self.unit = String(text.dropFirst(digits.count).drop { $0 == " " })
    }

    /// The number times a factor; `nil` if that is too large.
    func multiplied(by factor: Int) -> Int? {
        guard let (product, overflow) = Int(digits)?.multipliedReportingOverflow(by: factor) else { return nil }
        return overflow ? nil : product
    }
}
