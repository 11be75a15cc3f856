import Foundation
import RosterCore

/// A configuration file on disk.
struct ConfigurationFile {
    private let path: String

    init(_ path: String) {
        self.path = path
    }

    /// The folder that relative paths of the configuration start at.
    var folder: String { URL(filePath: path).absoluteURL.deletingLastPathComponent().path(percentEncoded: false) }

    /// What the configuration may refer to.
    var environment: ConfigurationEnvironment {
        let folder = folder
        return ConfigurationEnvironment(
            variable: { ProcessInfo.processInfo.environment[$0] },
            contents: { path in
                let url = URL(filePath: path, relativeTo: URL(filePath: folder, directoryHint: .isDirectory))
                return [UInt8](try Data(contentsOf: url))
            })
    }

    /// Reads the file by the format that its name tells.
    func document(formats: [ConfigurationFormat]) throws -> ConfigurationDocument {
        let ending = URL(filePath: path).pathExtension.lowercased()
        guard let format = formats.first(where: { $0.fileExtensions.contains(ending) }) else {
            let known = formats.flatMap(\.fileExtensions).map { ".\($0)" }.joined(separator: ", ")
            throw Failure(exitCode: 78, reason: "\(path): the name of a configuration file ends in \(known)")
        }
        let bytes: [UInt8]
        do {
            bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch CocoaError.fileReadNoSuchFile, CocoaError.fileNoSuchFile {
            throw Failure(exitCode: 78, reason: "\(path): there is no such file; name another one with --config")
        } catch {
            throw Failure(exitCode: 78, reason: "\(path): the file cannot be read")
        }
        return try format.document(from: bytes, fileName: path)
    }
}
