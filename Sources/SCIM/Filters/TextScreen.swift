#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A text that has to stand in the JSON of a value that meets a filter, so that most values need not be taken apart.
struct TextScreen: Sendable {
    private let comparison: ComparisonOperator
    private let needle: [UInt8]
    private let foldsCase: Bool
    /// Whether nothing that is ASCII meets the comparison; nothing else is known of the value then.
    private let isBeyondASCII: Bool
    /// A place in the needle whose byte is looked for first: one that has no letter case, if there is any.
    private let pivot: Int

    /// What has to stand in each value that meets a comparison; `nil` where that is not so simple.
    init?(_ definition: AttributeDefinition, _ comparison: ComparisonOperator, _ operand: ResolvedFilter.Operand) {
        guard case .string(let text) = operand, !text.isEmpty else { return nil }
        if text.isBeyondASCII, [.eq, .sw, .ew, .co].contains(comparison) {
            (self.comparison, needle, foldsCase, isBeyondASCII, pivot) = (comparison, [], false, true, 0)
            return
        }
        guard
            text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") })
        else { return nil }
        let quote = [UInt8(ascii: "\"")], bytes = Array(text.utf8)
        switch comparison {
        case .eq: needle = quote + bytes + quote
        case .sw: needle = quote + bytes
        case .ew: needle = bytes + quote
        case .co: needle = bytes
        case .ne, .gt, .ge, .lt, .le: return nil
        }
        self.comparison = comparison
        isBeyondASCII = false
        foldsCase = definition.foldsCase
        let start = needle.count - bytes.count - (needle.last == quote[0] ? 1 : 0)
        pivot = start + (bytes.firstIndex { !$0.isASCIILetter } ?? 0)
    }

    /// Whether a value may meet the comparison.
    func mayPass(_ json: UnsafeBufferPointer<UInt8>) -> Bool {
        // What is beyond ASCII may fold into it, and escapes may stand for anything.
        !isBeyondASCII && isIn(json) || !json.isPlainASCII
    }

    private func isIn(_ json: UnsafeBufferPointer<UInt8>) -> Bool {
        guard json.count >= needle.count, let base = json.baseAddress else { return false }
        let wanted = needle[pivot]
        let hasCase = foldsCase && wanted.isASCIILetter
        var index = pivot
        let end = json.count - (needle.count - 1 - pivot)
        while index < end {
            if hasCase {
                while index < end, json[index].lowercasedASCII != wanted { index += 1 }
                if index == end { return false }
            } else {
                guard let found = memchr(base + index, Int32(wanted), end - index) else { return false }
                index = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            }
            if agrees(json, at: index - pivot) { return true }
            index += 1
        }
        return false
    }

    private func agrees(_ json: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        for (offset, byte) in needle.enumerated() {
            let other = json[start + offset]
            guard other == byte || foldsCase && other.lowercasedASCII == byte else { return false }
        }
        return true
    }
}

extension TextScreen {
    /// Whether a text meets the comparison; `nil` if that takes more than a look at its bytes.
    ///
    /// - Parameter text: A string as JSON.
    func verdict(on text: UnsafeBufferPointer<UInt8>) -> Bool? {
        guard text.first == UInt8(ascii: "\""), text.isPlainASCII else { return nil }
        if isBeyondASCII { return false }
        switch comparison {
        case .eq: return text.count == needle.count && agrees(text, at: 0)
        case .sw: return text.count >= needle.count && agrees(text, at: 0)
        case .ew: return text.count >= needle.count && agrees(text, at: text.count - needle.count)
        default: return isIn(text)
        }
    }

    /// Whether a sub-attribute of a value meets the comparison; `nil` likewise.
    func verdict(on part: AttributeName, of value: JSONSlice) -> Bool? {
        value.isObject ? value[part].map { verdict(on: $0.bytes) } ?? false : nil
    }

    /// A longer text is rarer, and one beyond ASCII is rarest.
    var length: Int { isBeyondASCII ? .max : needle.count }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether every byte stands for itself: ASCII without a backslash.
    fileprivate var isPlainASCII: Bool {
        let raw = UnsafeRawBufferPointer(self)
        let ones: UInt64 = 0x0101_0101_0101_0101
        var index = 0
        while index &+ 8 <= count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            if (word | ((backslash &- ones) & ~backslash)) & (ones << 7) != 0 { return false }
            index &+= 8
        }
        return self[index...].allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "\\") }
    }
}
