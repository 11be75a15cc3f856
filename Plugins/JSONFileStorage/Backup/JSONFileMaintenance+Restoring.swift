import JSONFileEngine
public import RosterCore
import SCIM

extension JSONFileMaintenance {
    /// Puts an earlier state in the place of everything that the folder holds, which is moved to `quarantine/`.
    ///
    /// Numbers begin anew at a higher place, so that those who follow the changes notice.
    public func restore(
        _ name: String?, to target: RestoreTarget, _ progress: MaintenanceProgress
    ) throws -> RestoreReport {
        if name == nil, case .time(let time) = target, time > options.clock() {
            throw JSONFileStoreError(.missing, "nothing reaches \(time), which is yet to come. Nothing was changed.")
        }
        let (sources, others) = try sources(name, target)
        return try exclusively {
            do {
                _ = try Replacement.complete(in: folder)
            } catch let error as JSONFileStoreError where error.kind == .corrupt {
                // What cannot be completed gives way like everything else.
            } catch let error as FileSystemError where error.isUnreadable {
                // So does a mark that cannot be read.
            }
            let (source, reading, time) = try read(target, from: sources, others, progress)
            let state = try served(reading.state, reading.types, in: source.title)
            let isEmpty = try StoreListing(folder).isEmpty
            let highest = max(try highestNumber(), reading.position.number)
            try Replacement(folder: folder, store: reading.store, layouts: layouts, now: options.clock())
                .run(state, above: highest)
            return RestoreReport(
                source: source.name, position: reading.position.number, time: time,
                resources: state.counts(named: reading.types),
                aside: isEmpty ? nil : folder.path(of: FileName.quarantine))
        }
    }

    /// The folders that may hold a state, those that are tried first at the beginning, and what to say of others if none does.
    private func sources(
        _ name: String?, _ target: RestoreTarget
    ) throws -> (sources: [RestoreSource], others: String) {
        if let name { return ([try backup(name)], "") }
        let choice: BackupChoice
        do {
            choice = try BackupChoice(backupFolder, own: folder.identity)
        } catch {
            throw JSONFileStoreError(refusing: error)
        }
        var sources = try choice.names(for: target).map { name in
            RestoreSource(name: name.text, folder: backupFolder.subfolder(name.text), backup: name)
        }
        if target == .latest {
            sources = Array(sources.suffix(1))
        } else if (try? listing()) != nil {
            sources.insert(RestoreSource(name: nil, folder: folder, backup: nil), at: 0)
        }
        guard sources.isEmpty else { return (sources, choice.advice(for: target)) }
        throw JSONFileStoreError(.missing, "there is no backup of this store in \(backupFolder.folder.path)")
    }

    /// Reads the state from the first folder that reaches it.
    private func read(
        _ target: RestoreTarget, from sources: [RestoreSource], _ others: String, _ progress: MaintenanceProgress
    ) throws -> (RestoreSource, StoreReading, time: DateTime?) {
        var problems: [String] = []
        for source in sources {
            do {
                if let found = try source.read(target, layouts: layouts, progress: progress) {
                    return (source, found.reading, found.time)
                }
            } catch let error as JSONFileStoreError where error.kind == .corrupt {
                problems.append("\(source.title): \(error.finding)")
            } catch let error as FileSystemError where error.isMissing || error.isUnreadable {
                problems.append("\(source.title): \(error)")
            } catch let error as FileSystemError {
                throw JSONFileStoreError(refusing: error, of: source.title)
            }
        }
        if !problems.isEmpty, target == .latest || sources.count == 1 {
            let advice = sources.compactMap(\.name).last.map {
                "Nothing was changed. Run: roster backup verify \($0); for others: roster backup list"
            }
            throw JSONFileStoreError(
                .corrupt, problems.joined(separator: "; ") + (advice.map { ". \($0)" } ?? JSONFileStoreError.advice))
        }
        throw JSONFileStoreError(
            .missing,
            "nothing reaches \(target.words). What there is: \(sources.map(\.range).joined(separator: "; "))"
                + (problems.isEmpty ? "" : ". What is damaged: \(problems.joined(separator: "; "))")
                + ". Nothing was changed.\(others)")
    }

    /// The highest number that was ever used, as far as the folder and its backups tell.
    private func highestNumber() throws -> Int {
        let listing = try StoreListing(folder)
        var highest = listing.highestNumber
        if let last = listing.segments.last {
            // What cannot be read gives way all the same; the new number lies far above all of them.
            _ = try? SegmentReader(folder: folder, types: TypePlaces(layouts)).read(FileName.segment(last)) { _, _ in
            } piece: { piece, _ in
                switch piece {
                case .record(let record, _): highest = max(highest, record.number)
                case .broken(_, _, let inside): highest = inside.reduce(highest) { max($0, $1.record.number) }
                case .unreadable: break
                }
                return true
            }
        }
        return max(highest, (try? backupFolder.all().last?.position) ?? 0)
    }
}

extension RestoreTarget {
    /// The state in words.
    fileprivate var words: String {
        switch self {
        case .latest: "the last change"
        case .position(let position): "n=\(position)"
        case .time(let time): "\(time)"
        }
    }
}
