/// Where the members of an object stand, so that one of them is found without a walk over those before it.
///
/// For each member the mark of its name, one byte, and then for each the place of its name, two bytes.
struct MemberTable {
    let bytes: [UInt8]

    /// Describes an object; `nil` for one that is too large, in which members have to be found by walking.
    init?(_ object: JSONSlice) {
        guard object.bytes.count <= UInt16.max, let base = object.bytes.baseAddress else { return nil }
        var marks: [UInt8] = [], places: [UInt8] = []
        marks.reserveCapacity(64)
        places.reserveCapacity(64)
        object.visitMembers { name, _ in
            let place = name.bytes.baseAddress.map { $0 - base } ?? 0
            marks.append(Self.mark(of: name.bytes))
            places.append(UInt8(truncatingIfNeeded: place))
            places.append(UInt8(truncatingIfNeeded: place >> 8))
            return true
        }
        bytes = marks + places
    }

    /// A byte that is the same for all spellings of a name that differ by letter case alone.
    ///
    /// - Parameter name: The name in quotes with the colon behind it.
    static func mark(of name: UnsafeBufferPointer<UInt8>) -> UInt8 {
        var mark: UInt8 = 0
        for byte in name { mark = (mark << 1 | mark >> 7) ^ byte.lowercasedASCII }
        return mark
    }

    /// Finds members by a table.
    struct Reader {
        /// The table; empty if there is none.
        let bytes: UnsafeBufferPointer<UInt8>

        /// The value of a member.
        func value(of name: AttributeName, in object: JSONSlice) -> JSONSlice? {
            if bytes.isEmpty { return object[name] }
            let count = bytes.count / 3
            let mark = name.tableMark
            for index in 0..<count where bytes[index] == mark {
                let start = place(index, count)
                let next = index + 1 < count ? place(index + 1, count) : object.bytes.count
                guard start < next, next <= object.bytes.count else { return nil }
                // Behind a value stands a comma or the brace that ends the object.
                let member = UnsafeBufferPointer(rebasing: object.bytes[start..<next - 1])
                if let value = JSONSlice.value(ofMember: member, called: name) { return value }
            }
            return nil
        }

        private func place(_ index: Int, _ count: Int) -> Int {
            let position = count + 2 * index
            return Int(bytes[position]) | Int(bytes[position + 1]) << 8
        }
    }
}
