/// A record that proves by its checksum that it is what was written, wherever it stands.
package struct SoundRecord: Sendable {
    /// The record.
    package let record: JournalRecord
    /// Its checksum.
    package let checksum: String
    /// Where it begins, from the beginning of the bytes that it was found in.
    package let offset: Int

    private static let beginning = Array("{\"n\":".utf8)
    private static let tail = Array(",\"h\":\"".utf8)

    /// The records in what is no sound line as a whole, such as two lines whose line feed is none any more.
    package static func all(in bytes: UnsafeRawBufferPointer, types: TypePlaces) -> [SoundRecord] {
        let ends = bytes.places(of: tail).map { $0 + Frame.tailLength }.filter { $0 <= bytes.count }
        var found: [SoundRecord] = []
        var start = 0
        for beginning in bytes.places(of: Self.beginning) where beginning >= start {
            for end in ends where end > beginning + Frame.tailLength {
                let line = UnsafeRawBufferPointer(rebasing: bytes[beginning..<end])
                guard let checksum = Frame.verify(line) else { continue }
                if let record = try? JournalRecord(reading: line, types: types) {
                    found.append(SoundRecord(record: record, checksum: checksum.text, offset: beginning))
                }
                start = end
                break
            }
        }
        return found
    }
}

extension UnsafeRawBufferPointer {
    /// Where a pattern occurs.
    fileprivate func places(of pattern: [UInt8]) -> [Int] {
        guard count >= pattern.count, let first = pattern.first else { return [] }
        return (0...(count - pattern.count)).filter { place in
            self[place] == first && self[place..<(place + pattern.count)].elementsEqual(pattern)
        }
    }
}
