import JSONFileEngine
public import RosterCore
import SCIM

extension JSONFileMaintenance {
    /// Tells what can be saved of a folder that does not open, or saves it; what was there stays in `quarantine/`.
    public func repair(applying: Bool, _ progress: MaintenanceProgress) throws -> RepairReport {
        _ = try listing()
        return applying
            ? try exclusively { try applyRepair(progress) } : try folder.looking { try planRepair(progress) }
    }

    private func planRepair(_ progress: MaintenanceProgress) throws -> RepairReport {
        try repair(progress).report
    }

    private func applyRepair(_ progress: MaintenanceProgress) throws -> RepairReport {
        var (report, salvage) = try repair(progress)
        guard report.isNeeded else { return report }
        if let salvage {
            try Replacement(folder: folder, store: salvage.store, layouts: layouts, now: options.clock())
                .run(salvage.state, above: salvage.highest)
        } else {
            _ = try Replacement.complete(in: folder)
        }
        report.isApplied = true
        return report
    }

    private func repair(_ progress: MaintenanceProgress) throws -> (report: RepairReport, salvage: Salvage?) {
        var report = RepairReport()
        let isBeingReplaced = try StoreListing(folder).isBeingReplaced
        let problem = isBeingReplaced ? try folder.problemOfReplacement() : nil
        if isBeingReplaced, problem == nil {
            report.isNeeded = true
            report.steps = ["complete the replacement of the content that was interrupted, as the next start would"]
            return (report, nil)
        }
        do {
            // What a server does meanwhile is no damage.
            let reading = try folder.looking { try StoreReading(of: folder, layouts: layouts, progress: progress) }
            let state = try served(reading.state, reading.types)
            report.findings = reading.corrupt.map(\.setAside)
            report.resources = state.counts(named: reading.types)
            report.position = reading.position.number
            return (report, nil)
        } catch let error as JSONFileStoreError where error.kind == .corrupt || error.kind == .inputOutput {
            // What is wrong will be found in detail.
        }
        var salvage = Salvage(folder: folder, layouts: layouts, progress: progress)
        if let problem { salvage.note(FileName.replacement, nil, problem) }
        try salvage.run(requiringMembers: options.requiresMembers)
        report.isNeeded = true
        report.findings = salvage.findings
        report.resources = salvage.state.counts(named: salvage.types)
        report.position = salvage.position.number
        report.steps = [
            "write a snapshot of what can be saved, up to n=\(salvage.position.number), and an empty journal behind it",
            "move the files that are there to \(folder.path(of: FileName.quarantine))",
            "those who follow the changes are told to read everything anew",
        ]
        return (report, salvage)
    }
}

extension SnapshotReader.Corrupt {
    /// What a start does with it.
    fileprivate var setAside: StoreFinding {
        StoreFinding(
            file: FileName.snapshot(number),
            reason:
                "\(broken.place): \(broken.reason); the next start puts it into \(FileName.quarantine) and uses an older one"
        )
    }
}
