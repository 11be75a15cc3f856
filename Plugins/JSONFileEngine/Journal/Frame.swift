/// The frame of a line: its last member is the checksum of everything before it.
///
/// The end of a line is verified by writing the expected one and comparing bytes. A check that read the digits would
/// miss a flipped bit that changes nothing but letter case, and those behind the digits.
package enum Frame {
    /// The length of `,"h":"<32 digits>"}`.
    static let tailLength = 40

    /// Ends a line that was written up to its checksum.
    ///
    /// - Parameters:
    ///   - bytes: Where the line stands; the tail and a line feed are added.
    ///   - start: Where it begins.
    /// - Returns: The checksum.
    package static func end(_ bytes: inout [UInt8], from start: Int = 0) -> Checksum {
        let checksum = bytes.withUnsafeBytes { Checksum(of: UnsafeRawBufferPointer(rebasing: $0[start...])) }
        withTail(of: checksum) { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\n"))
        return checksum
    }

    /// Verifies a line.
    ///
    /// - Parameter line: The line without its line feed.
    /// - Returns: The checksum; `nil` if the line is not what was written.
    package static func verify(_ line: UnsafeRawBufferPointer) -> Checksum? {
        guard line.count > tailLength else { return nil }
        let end = line.count - tailLength
        let checksum = Checksum(of: UnsafeRawBufferPointer(rebasing: line[..<end]))
        let agrees = withTail(of: checksum) { $0.elementsEqual(line[end...]) }
        return agrees ? checksum : nil
    }

    private static func withTail<Result>(
        of checksum: Checksum, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: tailLength) { buffer in
            let mark = StaticString(",\"h\":\"")
            for position in 0..<6 { buffer[position] = mark.utf8Start[position] }
            checksum.write(into: UnsafeMutableBufferPointer(rebasing: buffer[6..<38]))
            buffer[38] = UInt8(ascii: "\"")
            buffer[39] = UInt8(ascii: "}")
            return body(UnsafeBufferPointer(buffer))
        }
    }
}
