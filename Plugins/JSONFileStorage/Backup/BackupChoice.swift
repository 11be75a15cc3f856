import JSONFileEngine
import RosterCore

/// Which backups a restore takes where none is named: those of one store, never those of whichever comes first.
///
/// After the loss of a data folder a server begins another store and backs that up in the same folder.
struct BackupChoice {
    private let folder: String
    /// The store in the data folder, if it tells which one it is.
    private let own: String?
    /// All backups in the order of their numbers; of some no file tells which store they are of.
    private let all: [(name: BackupName, store: String?)]

    /// Looks at the backups that there are.
    init(_ backups: Backups, own: String?) throws(FileSystemError) {
        folder = backups.folder.path
        self.own = own
        all = try backups.all().map { ($0, backups.store(of: $0)) }
    }

    /// The backups to look for a state in, in the order of their numbers.
    ///
    /// What is damaged so that nothing tells its store is among them: to pass over the newest one is for the operator.
    ///
    /// - Throws: ``JSONFileStoreError`` of kind `missing` if it has to be said of which store the state is to be.
    func names(for target: RestoreTarget) throws -> [BackupName] {
        let stores = Set(all.compactMap(\.store))
        let offers = offers(of: target)
        if stores.count > 1, target == .latest || own == nil, !offers.isEmpty {
            throw JSONFileStoreError(
                .missing,
                "\(folder) holds backups of \(stores.count) stores, and no name says which one to restore. "
                    + "Nothing was changed. Run one of: \(offers.joined(separator: "; "))")
        }
        let names: [BackupName] = all.filter { own == nil || $0.store == nil || $0.store == own }.map(\.name)
        if target == .latest, names.isEmpty, !offers.isEmpty {
            throw JSONFileStoreError(
                .missing,
                "\(folder) holds no backup of the store in the data folder, but of another one. "
                    + "Nothing was changed. To have that one, run: \(offers.joined(separator: "; "))")
        }
        if target == .latest, let last = names.last, let latest = names.max(by: { $0.wasMadeBefore($1) }),
            last.wasMadeBefore(latest)
        {
            throw JSONFileStoreError(
                .missing,
                "\(last.text) holds the highest number and \(latest.text) was made last: the clock was set, or the data folder "
                    + "put back. Nothing was changed. Run one of: roster backup restore \(last.text); "
                    + "roster backup restore \(latest.text)")
        }
        return names
    }

    /// What to say of other stores than that of the data folder where this one does not reach a state.
    func advice(for target: RestoreTarget) -> String {
        guard Set(all.compactMap(\.store) + [own].compactMap { $0 }).count > 1 else { return "" }
        let offers = offers(of: target, sparing: own)
        return offers.isEmpty ? "" : " For the state of another store, run: \(offers.joined(separator: "; "))"
    }

    /// A command for each store, with what there is to tell the stores apart; two where nobody can say which one is its newest.
    private func offers(of target: RestoreTarget, sparing spared: String? = nil) -> [String] {
        let candidates = all.filter { $0.store != nil && $0.store != spared && $0.name.mayReach(target) }
        let offered = Dictionary(grouping: candidates, by: \.store).values.flatMap { backups in
            guard target == .latest else { return Array(backups.prefix(1)) }
            let last = backups.suffix(1)
            let latest = backups.max { $0.name.wasMadeBefore($1.name) }
            return last + [latest].compactMap { $0 }.filter { last.last?.name.wasMadeBefore($0.name) ?? false }
        }
        return offered.sorted { $1.name < $0.name }.map { name, store in
            let place = store == own ? ", that of the data folder" : ""
            return "roster backup restore \(name.text)\(target.options) "
                + "(store \(Backups.shortName(of: store ?? ""))\(place), made at \(name.made))"
        }
    }
}

extension RestoreTarget {
    /// How the command says it.
    fileprivate var options: String {
        switch self {
        case .latest: ""
        case .position(let position): " --to-sequence \(position)"
        case .time(let time): " --to-time \(time)"
        }
    }
}
