#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where symbolic links lead to.
enum SymbolicLink {
    /// As many as Linux follows in one path.
    private static let maximum = 40

    /// The path at the end of a chain of links; nothing need be there yet.
    ///
    /// Links among the folders of the path do no harm: what is done in such a folder is done in the one behind it.
    static func end(of path: String) throws(SystemError) -> String {
        var path = path
        for _ in 0...maximum {
            guard let destination = try destination(of: path) else { return path }
            path = destination.hasPrefix("/") ? destination : "\(Folder(of: path).path)/\(destination)"
        }
        throw SystemError(code: ELOOP)
    }

    /// What a link says; `nil` for everything else.
    private static func destination(of path: String) throws(SystemError) -> String? {
        var text = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &text, text.count)
        if count >= 0 { return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) }
        let error = SystemError.last
        guard error.code == EINVAL || error.isAbsence else { throw error }
        return nil
    }
}
