import JSONFileEngine

/// A file that something may be saved of, and what it holds.
struct SalvageFile: Comparable {
    /// The name that it has.
    let name: String
    /// What it holds, as its first line tells or else its name.
    let content: StoreListing.File
    /// Whether its first line tells.
    let isTold: Bool

    /// Describes a file.
    ///
    /// - Parameter header: Its first line, if that is whole and of the store.
    init(_ file: StoreListing.File, header: FileHeader?) {
        name = file.name
        isTold = header != nil
        content =
            switch header?.kind {
            case .snapshot?: .snapshot(header?.number ?? 0)
            case .segment?: .segment(header?.number ?? 0)
            case nil: file
            }
    }

    /// Whether it has the name of another file.
    var isMisnamed: Bool { content.name != name }

    /// The number of the first line, if it is a segment.
    var segment: Int? { if case .segment(let first) = content { first } else { nil } }

    /// The number of the last line that it takes account of, if it is a snapshot.
    var snapshot: Int? { if case .snapshot(let last) = content { last } else { nil } }

    /// In the order of what they hold, each snapshot behind the segments that it takes account of.
    static func < (left: SalvageFile, right: SalvageFile) -> Bool { left.order < right.order }

    private var order: (Int, Int, String) {
        switch content {
        case .segment(let first): (first, 0, name)
        case .snapshot(let last): (last, 1, name)
        }
    }
}
