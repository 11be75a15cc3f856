import Foundation

/// The files of this project, found from where this one was compiled.
public enum Project {
    private static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Reads a file, named from the root of the project.
    public static func read(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Writes a file, named from the root of the project.
    public static func write(_ text: String, to path: String) throws {
        try text.write(to: root.appending(path: path), atomically: true, encoding: .utf8)
    }

    /// Every source file of the tests, of the project and of its examples, named from the root and in order.
    public static func testSources() throws -> [String] {
        let examples = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Examples").path)
        var paths: [String] = []
        for folder in ["Tests"] + examples.map({ "Examples/\($0)/Tests" }) {
            let files = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
            while let file = files?.nextObject() as? String {
                if file.hasSuffix(".swift") { paths.append("\(folder)/\(file)") }
            }
        }
        return paths.sorted()
    }
}
