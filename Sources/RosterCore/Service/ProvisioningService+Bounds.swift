import SCIM

extension ProvisioningService {
    /// Does something in which no search may take more processor time than ``ServiceSettings/searchTime`` allows.
    ///
    /// - Parameter principal: For whom it is done. Where requests share threads, principals take turns.
    public func bounded<Outcome>(
        for principal: Principal, isolation: isolated (any Actor)? = #isolation, _ work: () async throws -> Outcome
    ) async rethrows -> Outcome {
        let budget = WorkBudget(settings.searchTime, for: principal.id, setting: "limits: scan")
        return try await WorkBudget.$current.withValue(budget, operation: work)
    }
}
