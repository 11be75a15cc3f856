import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7643 §2.3.5 — dateTime")
struct DateTimeTests {
    @Test(
        "reads the instant and writes it in UTC with milliseconds", .shows("7643-2.3.5-a"),
        arguments: [
            ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000Z"),
            ("2026-11-23T17:02:11.482Z", 1_795_453_331_482, "2026-11-23T17:02:11.482Z"),
            ("2026-11-23T17:02:11", 1_795_453_331_000, "2026-11-23T17:02:11.000Z"),
            ("2026-11-23T17:02:11.5", 1_795_453_331_500, "2026-11-23T17:02:11.500Z"),
            ("2026-11-23T17:02:11.4829999999999Z", 1_795_453_331_482, "2026-11-23T17:02:11.482Z"),
            ("2026-11-23T18:02:11+01:00", 1_795_453_331_000, "2026-11-23T17:02:11.000Z"),
            ("2026-11-23T12:32:11-04:30", 1_795_453_331_000, "2026-11-23T17:02:11.000Z"),
            ("2026-11-24T07:02:11+14:00", 1_795_453_331_000, "2026-11-23T17:02:11.000Z"),
            ("1969-12-31T23:59:59.999Z", -1, "1969-12-31T23:59:59.999Z"),
            ("1970-01-01T00:00:00-00:00", 0, "1970-01-01T00:00:00.000Z"),
            ("2000-02-29T00:00:00Z", 951_782_400_000, "2000-02-29T00:00:00.000Z"),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
            ("0001-01-01T00:00:00+14:00", -62_135_647_200_000, "0000-12-31T10:00:00.000Z"),
            ("9999-12-31T23:59:59-14:00", 253_402_351_199_000, "10000-01-01T13:59:59.000Z"),
            // The end of a day is the beginning of the next.
            ("2026-11-23T24:00:00Z", 1_795_478_400_000, "2026-11-24T00:00:00.000Z"),
            ("1999-12-31T24:00:00.000", 946_684_800_000, "2000-01-01T00:00:00.000Z"),
            ("1999-12-31T24:00:00+14:00", 946_634_400_000, "1999-12-31T10:00:00.000Z"),
            // Years before Christ, and beyond four digits.
            ("0000-01-01T00:00:00Z", -62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
            ("-0001-12-31T23:59:59.999Z", -62_167_219_200_001, "-0001-12-31T23:59:59.999Z"),
            ("-2026-11-23T17:02:11Z", -126_073_349_869_000, "-2026-11-23T17:02:11.000Z"),
            ("12026-11-23T17:02:11Z", 317_364_973_331_000, "12026-11-23T17:02:11.000Z"),
        ] as [(String, Int64, String)])
    func accepted(_ text: String, milliseconds: Int64, as written: String) throws {
        let instant = try #require(DateTime(text))
        #expect(instant.millisecondsSinceEpoch == milliseconds)
        #expect(instant.description == written)
        #expect(DateTime(millisecondsSinceEpoch: milliseconds).description == written)
        #expect(DateTime("<\(text)>".dropFirst().dropLast()) == instant)
    }

    @Test(
        "refuses what is no dateTime", .shows("7643-2.3.5-a"),
        arguments: [
            "", "2026", "2026-11-23", "17:02:11Z", "2026-11-23 17:02:11Z", "2026-11-23t17:02:11Z",
            "2026-11-23T17:02:11z",
            "2026-11-23T17:02Z", "2026-11-23T17:02:11.Z", "2026-11-23T17:02:11,5Z", "2026-11-23T17:02:11ZZ",
            " 2026-11-23T17:02:11Z",
            "2026-11-23T17:02:11Z ", "2026-11-23T24:00:01Z", "2026-11-23T24:01:00Z", "2026-11-23T24:00:00.5Z",
            "2026-11-23T25:00:00Z", "2026-11-23T17:60:00Z", "2026-11-23T23:59:60Z", "226-11-23T17:02:11Z",
            "02026-11-23T17:02:11Z", "+2026-11-23T17:02:11Z", "--2026-11-23T17:02:11Z", "-226-11-23T17:02:11Z",
            "-11-23T17:02:11Z", "300000000-01-01T00:00:00Z", "-300000000-01-01T00:00:00Z", "1000000000-01-01T00:00:00Z",
            "-0001-02-29T00:00:00Z",
            "2026-00-23T17:02:11Z",
            "2026-13-23T17:02:11Z", "2026-11-00T17:02:11Z", "2026-11-31T17:02:11Z", "2026-02-29T17:02:11Z",
            "1900-02-29T00:00:00Z",
            "2024-02-30T00:00:00Z", "2026-04-31T00:00:00Z", "2026-01-32T00:00:00Z", "2026-11-23T17:02:11+1:00",
            "2026-11-23T17:02:11+0100",
            "2026-11-23T17:02:11+01", "2026-11-23T17:02:11+14:01", "2026-11-23T17:02:11+15:00",
            "2026-11-23T17:02:11-01:60",
            "2026-11-23T17:02:11+", "2026-1-23T17:02:11Z", "2026-11-23T7:02:11Z", "20261123T170211Z",
            "2026-11-23T17:02:1é",
            "２026-11-23T17:02:11Z", "2026-11-23T17:02:11.5 Z", "2026-11-23T+7:02:11Z", "2026-11-23T17:02:11Z\u{0}",
        ])
    func refused(_ text: String) {
        #expect(DateTime(text) == nil)
    }

    @Test("tells instants apart to the nanosecond, however they are written")
    func comparison() throws {
        let texts = [
            "2026-11-23T17:02:11.482Z", "2026-11-23T17:02:11.482000001Z", "2026-11-23T17:02:11.4821Z",
            "2026-11-23T17:02:12Z", "2026-11-23T17:02:11-01:00",
        ]
        let instants = try texts.map { try #require(DateTime($0)) }
        for (first, second) in zip(instants, instants.dropFirst()) {
            #expect(first < second)
            #expect(first != second)
        }
        #expect(DateTime("2026-11-23T17:02:11.4820000000Z") == instants[0])
        #expect(DateTime("2026-11-23T18:02:11.482+01:00") == instants[0])
        #expect(DateTime("1969-12-31T23:59:59.5Z") == DateTime(secondsSinceEpoch: -1, nanoseconds: 500_000_000))
    }

    @Test("agrees with a calendar that counts day by day, from 1796 to 2204")
    func calendar() throws {
        var day = try #require(DateTime("1796-01-01T00:00:00Z")).secondsSinceEpoch / 86_400
        for year in 1796...2204 {
            for month in 1...12 {
                for dayOfMonth in 1...length(ofMonth: month, in: year) {
                    let date = "\(year)-\(padded(month))-\(padded(dayOfMonth))"
                    let noon = DateTime(secondsSinceEpoch: day * 86_400 + 43_200)
                    if noon.description != "\(date)T12:00:00.000Z" || DateTime("\(date)T12:00:00Z") != noon {
                        Issue.record("\(date) is day \(day)")
                    }
                    day += 1
                }
            }
        }
        #expect(day * 86_400 == DateTime("2205-01-01T00:00:00Z")?.secondsSinceEpoch)
    }

    @Test("every instant comes back from its text", arguments: 0..<10 as Range<UInt64>)
    func roundTrip(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let bound = Bool.random(using: &random) ? 253_402_300_799_999 : 9_223_372_036_854_774_000 as Int64
            let milliseconds = Int64.random(in: -bound...bound, using: &random)
            let instant = DateTime(millisecondsSinceEpoch: milliseconds)
            #expect(instant.millisecondsSinceEpoch == milliseconds)
            #expect(DateTime(instant.description) == instant)
        }
    }

    @Test(
        "keeps every millisecond of its range",
        arguments: [-9_223_372_036_854_774_000, -1_001, -1, 0, 1, 9_223_372_036_854_774_999] as [Int64])
    func range(_ milliseconds: Int64) {
        #expect(DateTime(millisecondsSinceEpoch: milliseconds).millisecondsSinceEpoch == milliseconds)
    }

    @Test("has no instant that traps", arguments: [.min, .min + 1, -1, 0, 1, .max - 1, .max] as [Int64])
    func extremes(_ number: Int64) {
        #expect(DateTime(millisecondsSinceEpoch: number).description.hasSuffix("Z"))
        #expect((DateTime(millisecondsSinceEpoch: number).millisecondsSinceEpoch < 0) == (number < 0))
        for nanoseconds in [Int32.min, 0, Int32.max] {
            let instant = DateTime(secondsSinceEpoch: number, nanoseconds: nanoseconds)
            #expect(instant.description.hasSuffix("Z"))
            #expect(0..<1_000_000_000 ~= instant.nanoseconds)
            #expect(
                DateTime(millisecondsSinceEpoch: instant.millisecondsSinceEpoch).secondsSinceEpoch
                    == instant.secondsSinceEpoch)
        }
    }

    private func length(ofMonth month: Int, in year: Int) -> Int {
        let isLeap = year.isMultiple(of: 400) || (year.isMultiple(of: 4) && !year.isMultiple(of: 100))
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
