package import SCIM

extension StoreFolder {
    /// When the first line of a segment was written; `nil` if there is none, or none that is whole.
    package func firstTime(inSegment first: Int) throws -> DateTime? {
        try reading(FileName.segment(first)) { reader in
            _ = try reader.next { _ in }
            let time = try reader.next { line -> DateTime? in
                guard line.checksum != nil else { return nil }
                return try? LineProblem.members(of: line.bytes)["t"]?.string.flatMap { DateTime($0) }
            }
            return time ?? nil
        }
    }
}
