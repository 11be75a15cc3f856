extension StoreFolder {
    /// Copies the beginning of a file.
    ///
    /// - Parameter length: The number of bytes; less if the file is shorter.
    package func copy(_ name: String, upTo length: Int, to output: inout FileOutput) throws(FileSystemError) {
        let file = try disk.open(path(of: name), .reading)
        defer { disk.close(file) }
        var block = [UInt8](repeating: 0, count: 1 << 20)
        var rest = length
        while rest > 0 {
            let wanted = min(rest, block.count)
            let count = try block.withUnsafeMutableBufferPointer { block throws(FileSystemError) in
                try disk.read(
                    file, into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(block)[..<wanted])
                )
            }
            guard count > 0 else { return }
            try output.append(block[..<count])
            rest -= count
        }
    }

    /// A name that no file in this folder has, made from another one.
    func unusedName(_ name: String) throws(FileSystemError) -> String {
        let names = Set(try disk.names(in: path))
        var number = 1
        while names.contains("\(name).\(number)") { number += 1 }
        return "\(name).\(number)"
    }
}
