import JSONFileEngine
public import RosterCore

extension PluginFactory<any IdentityStore> {
    /// The store of `type: json-file`, which keeps everything in the data folder.
    ///
    /// - `path` (text, required): The data folder, relative to the configuration file.
    /// - `sync` (`always` or a duration, optional, default `always`): When a change is on the disk. With `always` that is
    ///   before the change is answered, so that nothing is ever lost; with a duration such as `1s` at most so long
    ///   afterwards, so that a power failure may take the changes of that time.
    /// - `scrub` (duration, optional, default `7d`): How often the files are read to find what the disk has corrupt while memory
    ///   still knows better.
    /// - `backup` (optional): Where backups are and who makes them.
    ///   - `folder` (text, optional, default `backups`): The folder of the backups, relative to the configuration file.
    ///   - `every` (duration, optional): How often the server makes one; without it an operator does.
    ///   - `keep` (number from 1, optional): How many backups of the store are kept; without it all are.
    /// - `history` (duration, optional): How far back the journal reaches at least. By default it is kept as far as a start may
    ///   need it, back to the last snapshot but one.
    /// - `snapshot-after` (bytes from `1KiB`, optional, default `64MiB`): By how much the journal grows before a snapshot takes its
    ///   place, unless twice the last snapshot is more. Less makes starts and folders smaller, and has more written.
    /// - `allow-network-folder` (boolean, optional, default false): Whether the folder may be on a network file system, which keeps
    ///   none of these promises.
    public static var jsonFile: Self {
        Self(planning: "json-file") { section, context in
            // What cannot be read is in the report by then, and what comes behind it may be wrong as well.
            let place = Result { try section.required("path") as String }
            var options = StoreOptions()
            options.synchronization =
                (try? section.optional("sync", as: JSONFileStore.Synchronization.self)) ?? .always
            options.allowsRemoteFolder = (try? section.optional("allow-network-folder", as: Bool.self)) ?? false
            options.scrubInterval =
                ((try? section.optional("scrub", as: JSONFileStore.UpkeepInterval.self)) ?? .week).duration
            if let plan = try? BackupPlan(reading: section, data: try? place.get(), context) { options.backup = plan }
            options.history = (try? section.optional("history", as: JSONFileStore.HistoryLength.self))?.duration
            if let bytes = (try? section.optional("snapshot-after", as: ByteCount.self))?.bytes {
                options.compactionBytes = bytes
                if bytes < 1 << 10 {
                    section.record(section.problem(for: "snapshot-after", "'snapshot-after' must be at least 1KiB"))
                }
            }
            let path = try place.get()
            options.createsStore = context.createsData
            options.keepsRecords = context.keepsRecords
            let settings = options
            return PluginPlan {
                try await JSONFileStore.open(
                    path: context.resolve(path), types: context.types, options: settings, logger: context.logger)
            } maintenance: {
                JSONFileMaintenance(
                    path: context.resolve(path), types: context.types, options: settings, logger: context.logger)
            } check: {
                [("path", context.resolve(path)), ("backup", settings.backup.folder)]
                    .compactMap { key, folder in FolderProspect(folder)?.problem(for: key, in: section) }
            }
        }
    }
}
