import ConformanceLedger
import SCIM
import Testing

@Suite("JSON — what is written is what is read")
struct JSONRoundTripTests {
    private static let sample =
        #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"a":{"b":[-1.5e+3,0]},"#
        + #""n":"Jos\u00e9 é","s":"\uD834\uDD1E\n","t":true,"f":false,"z":null}"#

    @Test(
        "random values come back, and a second writing is the same", .shows("7644-3.8-a"),
        arguments: 0..<200 as Range<UInt64>)
    func roundTrip(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let value = randomValue(depth: 5, using: &random)
        let text = value.json
        let back = try JSONReader.read(text.utf8)
        #expect(back == value)
        #expect(back.json == text)
    }

    @Test("every prefix of a text is refused")
    func prefixes() throws {
        let bytes = Array(Self.sample.utf8)
        for length in bytes.indices {
            #expect(throws: SCIMError.self) { try JSONReader.read(bytes[..<length]) }
        }
        #expect(try JSONReader.read(bytes).attributes?.count == 7)
    }

    @Test("every change of one byte is read or refused, and what is read comes back")
    func mutations() throws {
        let bytes = Array(Self.sample.utf8)
        for index in bytes.indices {
            var changed = bytes
            for byte in UInt8.min...UInt8.max {
                changed[index] = byte
                guard let value = try? JSONReader.read(changed) else { continue }
                let again = try JSONReader.read(value.json.utf8)
                if again != value { Issue.record("byte \(index) = \(byte): \(value.json)") }
            }
        }
    }

    @Test("random bytes out of the alphabet of JSON never trap", arguments: 0..<20 as Range<UInt64>)
    func noise(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("{}[]:,\"\\ntrufalse0123456789.eE+- \n\u{E9}".utf8) + [0, 0x1F, 0x80, 0xFF]
        for length in 0..<200 {
            let bytes = (0..<length).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            guard let value = try? JSONReader.read(bytes) else { continue }
            #expect(try JSONReader.read(value.json.utf8) == value)
        }
    }

    private func randomValue(depth: Int, using random: inout SeededGenerator) -> AttributeValue {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &random) {
        case 0: return .null
        case 1: return .boolean(Bool.random(using: &random))
        case 2: return .number(Number(Int.random(in: .min ... .max, using: &random)))
        case 3...5: return .string(randomText(using: &random))
        case 6, 7:
            var attributes = Attributes()
            for _ in 0..<Int.random(in: 0..<25, using: &random) {
                attributes[AttributeName(randomText(using: &random))] = randomValue(depth: depth - 2, using: &random)
            }
            return .complex(attributes)
        default:
            return .array(
                (0..<Int.random(in: 0..<6, using: &random)).map { _ in randomValue(depth: depth - 1, using: &random) })
        }
    }

    private func randomText(using random: inout SeededGenerator) -> String {
        let ranges: [ClosedRange<UInt32>] = [
            0...0x1F, 0x20...0x7E, 0x20...0x7E, 0x7F...0x7FF, 0x800...0xD7FF, 0x10000...0x10FFFF,
        ]
        var text = String.UnicodeScalarView()
        let plain = Bool.random(using: &random)
        for _ in 0..<Int.random(in: 0..<24, using: &random) {
            let range = plain ? 0x20...0x7E : ranges.randomElement(using: &random) ?? 0...0
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) { text.append(scalar) }
        }
        return String(text)
    }
}
