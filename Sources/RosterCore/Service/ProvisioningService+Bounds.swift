import SCIM

extension ProvisioningService {
    /// Runs work whose searches may take no more processor time than ``ServiceSettings/searchTime``.
    ///
    /// - Parameter principal: The account that it works for. Where requests share threads, accounts take turns.
    public func bounded<Outcome>(
        for principal: Principal, isolation: isolated (any Actor)? = #isolation, _ work: () async throws -> Outcome
    ) async rethrows -> Outcome {
        let budget = WorkBudget(settings.searchTime, for: principal.id, setting: "limits: scan")
        return try await WorkBudget.$current.withValue(budget, operation: work)
    }
}
