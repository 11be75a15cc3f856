#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// One value within a JSON text that a ``JSONWriter`` wrote, looked at where it stands instead of taken apart.
///
/// It is good for as long as the bytes are. Of bytes that are no such text it finds less, and never reads beyond their end.
package struct JSONSlice {
    /// The bytes of the value.
    package let bytes: UnsafeBufferPointer<UInt8>

    /// Looks at a whole text.
    package init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// Whether this is an object.
    package var isObject: Bool { bytes.first == UInt8(ascii: "{") }

    /// Whether this is an array.
    package var isArray: Bool { bytes.first == UInt8(ascii: "[") }

    /// The value as a tree; `nil` if this is none.
    package var value: AttributeValue? { try? JSONReader.read(bytes, limits: .trusted) }

    /// The text of a string.
    package var string: String? {
        guard bytes.first == UInt8(ascii: "\""), bytes.count >= 2 else { return nil }
        let (end, isASCII) = bytes.endOfPlainText(from: 1)
        guard end == bytes.count - 1, isASCII else { return value?.string }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[1..<end]), as: UTF8.self)
    }

    /// The whole number, if it is one of at most 18 digits.
    package var integer: Int? {
        guard !bytes.isEmpty, bytes.count <= 18, bytes.allSatisfy(\.isASCIIDigit) else { return nil }
        return bytes.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}

extension JSONSlice {
    /// Hands out the members of an object in order.
    ///
    /// - Parameter body: Receives the name and the value, and says whether it wants another member.
    package func visitMembers<Failure: Error>(
        _ body: (Name, JSONSlice) throws(Failure) -> Bool
    ) throws(Failure) {
        guard isObject else { return }
        var index = 1
        while index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
            guard let colon = end(ofStringAt: index), colon < bytes.count, let end = end(ofValueAt: colon + 1) else {
                return
            }
            let name = Name(bytes: UnsafeBufferPointer(rebasing: bytes[index...colon]))
            guard try body(name, JSONSlice(UnsafeBufferPointer(rebasing: bytes[colon + 1..<end]))) else { return }
            guard end < bytes.count, bytes[end] == UInt8(ascii: ",") else { return }
            index = end + 1
        }
    }

    /// Hands out the values of an array in order.
    ///
    /// - Parameter body: Receives a value and says whether it wants another one.
    package func visitElements<Failure: Error>(_ body: (JSONSlice) throws(Failure) -> Bool) throws(Failure) {
        guard isArray else { return }
        var index = 1
        while let end = end(ofValueAt: index), end > index {
            guard try body(JSONSlice(UnsafeBufferPointer(rebasing: bytes[index..<end]))) else { return }
            guard end < bytes.count, bytes[end] == UInt8(ascii: ",") else { return }
            index = end + 1
        }
    }

    /// Hands out the values of an array in order, or the value itself as the only one; none if it is `null`.
    func visitValues(_ body: (JSONSlice) -> Void) {
        if isArray {
            visitElements { element in
                body(element)
                return true
            }
        } else if bytes.first != UInt8(ascii: "n") {
            body(self)
        }
    }

    /// The member of a name.
    package subscript(name: AttributeName) -> JSONSlice? {
        var found: JSONSlice?
        visitMembers { member, value in
            if member == name { found = value }
            return found == nil
        }
        return found
    }

    /// The value of a member that stands alone, if it has this name.
    static func value(ofMember member: UnsafeBufferPointer<UInt8>, called name: AttributeName) -> JSONSlice? {
        let length = name.withJSON(\.count)
        guard member.count > length, Name(bytes: UnsafeBufferPointer(rebasing: member[..<length])) == name else {
            return nil
        }
        return JSONSlice(UnsafeBufferPointer(rebasing: member[length...]))
    }

    /// The name of a member, in quotes and with the colon behind it.
    package struct Name {
        let bytes: UnsafeBufferPointer<UInt8>

        /// Compares without regard to the case of ASCII letters.
        package static func == (name: Name, other: AttributeName) -> Bool {
            other.withJSON { json in
                guard json.count == name.bytes.count else { return false }
                // Nearly always the spelling is that of the schema.
                if let own = json.baseAddress, let others = name.bytes.baseAddress, memcmp(own, others, json.count) == 0
                {
                    return true
                }
                return json.elementsEqual(name.bytes) { $0 == $1 || $0.lowercasedASCII == $1.lowercasedASCII }
            }
        }

        /// Whether this is a name that stands in the program and needs no escapes.
        package func isExactly(_ other: StaticString) -> Bool {
            let length = other.utf8CodeUnitCount
            return bytes.count == length + 3
                && bytes[1...length].elementsEqual(UnsafeBufferPointer(start: other.utf8Start, count: length))
        }

        /// The number that ``AttributeName/mark`` is for the same name without escapes.
        var mark: UInt64 { AttributeName.mark(of: bytes.dropFirst().dropLast(2)) }
    }
}

extension JSONSlice {
    /// Where a value ends that begins at a place; `nil` if there is none.
    private func end(ofValueAt start: Int) -> Int? {
        guard start < bytes.count else { return nil }
        switch bytes[start] {
        case UInt8(ascii: "\""): return end(ofStringAt: start)
        case UInt8(ascii: "{"), UInt8(ascii: "["): return end(ofContainerAt: start)
        default:
            var index = start
            while index < bytes.count, !bytes[index].endsScalar { index += 1 }
            return index
        }
    }

    /// Where a string ends whose opening quote stands at a place.
    private func end(ofStringAt start: Int) -> Int? {
        var index = start + 1
        while true {
            index = bytes.endOfPlainText(from: index).index
            guard index < bytes.count else { return nil }
            if bytes[index] == UInt8(ascii: "\"") { return index + 1 }
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
    }

    private func end(ofContainerAt start: Int) -> Int? {
        var depth = 0
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                guard let end = end(ofStringAt: index) else { return nil }
                index = end
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return index + 1 }
            default: break
            }
            index += 1
        }
        return nil
    }
}

extension UInt8 {
    fileprivate var endsScalar: Bool {
        self == UInt8(ascii: ",") || self == UInt8(ascii: "}") || self == UInt8(ascii: "]")
    }
}
