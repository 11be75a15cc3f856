import Foundation
import RosterComposition
import RosterCore
import SCIM

/// A folder with one file for each resource, for `git`, `diff` and people.
///
/// It is there as a whole or not at all: until it is complete it lies in a folder inside, which the next attempt deletes.
struct ResourceTree {
    private static let unfinished = "export.tmp"

    private let root: String
    /// The names of the folders by type.
    private let folders: [String: String]
    /// Whether the folder was there before, and empty.
    private let isFound: Bool

    /// Makes the folder.
    ///
    /// - Throws: ``Failure`` with status 73 if there is something in it already or it cannot be made.
    init(_ root: String, types: [ResourceType]) throws {
        self.root = root
        folders = Dictionary(types.map { ($0.name, String($0.endpoint.drop { $0 == "/" })) }) { first, _ in first }
        var status = stat()
        isFound = lstat(root, &status) == 0
        if isFound {
            // Nothing has been made here, so nothing may be deleted: it may be a file, or a folder that cannot be read.
            guard let found = try? FileManager.default.contentsOfDirectory(atPath: root) else {
                throw Failure(exitCode: 73, reason: "\(root): this is not a folder that can be read")
            }
            guard found.allSatisfy({ $0 == Self.unfinished }) else {
                throw Failure(exitCode: 73, reason: "\(root): the folder is not empty")
            }
        }
        try? FileManager.default.removeItem(atPath: draft)
        for folder in folders.values {
            do {
                try FileManager.default.createDirectory(
                    atPath: "\(draft)/\(folder)", withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
            } catch {
                discard()
                throw Failure(exitCode: 73, reason: "\(root)/\(folder): the folder cannot be made")
            }
        }
    }

    private var draft: String { "\(root)/\(Self.unfinished)" }

    /// Writes a resource.
    func write(_ record: ResourceRecord) throws {
        let path = "\(draft)/\(folders[record.type] ?? record.type)/\(Self.fileName(record.id.text)).json"
        let text =
            try JSONReader.read(record.line, limits: JSONLimits(depth: 128, stringBytes: .max, membersPerObject: .max))
            .prettyJSON() + "\n"
        try OutputFile.make(path, Array(text.utf8))
    }

    /// Gives everything its place.
    ///
    /// - Throws: ``Failure`` with status 73 or 74.
    func finish() throws {
        for folder in folders.values where rename("\(draft)/\(folder)", "\(root)/\(folder)") != 0 {
            throw StandardStreams.failure("\(root)/\(folder)", errno)
        }
        guard rmdir(draft) == 0 else { throw StandardStreams.failure(draft, errno) }
    }

    /// Deletes what there is of a tree that cannot be completed, so that it can be tried again.
    func discard() {
        guard isFound else {
            try? FileManager.default.removeItem(atPath: root)
            return
        }
        for name in [Self.unfinished] + folders.values {
            try? FileManager.default.removeItem(atPath: "\(root)/\(name)")
        }
    }

    /// An id as the name of a file; whatever else than letters, digits, `-` and `_` it holds is escaped as in a URL.
    static func fileName(_ id: String) -> String {
        var name = ""
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for (place, byte) in id.utf8.enumerated() {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            let scalar = Unicode.Scalar(byte)
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_": name.unicodeScalars.append(scalar)
            case "." where place > 0: name.unicodeScalars.append(scalar)
            default: name += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        // File systems take 255 bytes.
        return name.utf8.count <= 200 ? name : "\(name.prefix(180))~\(String(hash, radix: 16))"
    }
}
