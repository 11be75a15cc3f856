public import SCIM

extension ProvisioningService {
    /// Carries out many operations, each for itself (RFC 7644 §3.7): authorised, validated and stored like a single request.
    ///
    /// An operation that refers to what a later one creates waits for that one. Resources that refer to one another are
    /// created first and completed when all of them are there (RFC 7644 §3.7.1).
    ///
    /// - Parameter repairs: Notes what had to be put right in the data of the operations.
    /// - Returns: What became of the operations that were carried out, in the order in which the client wrote them.
    public func bulk(_ request: BulkRequest, for caller: Caller, repairs: inout Repairs) async -> [BulkResult] {
        var run = BulkRun(request, on: self, for: caller, repairs: repairs)
        let results = await run.results()
        repairs = run.repairs
        return results
    }

    /// Demands that the caller may write resources of some type.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/forbidden`` if there is none.
    package func requireWriting(for caller: Caller) throws(SCIMError) {
        guard types.contains(where: { (try? caller.principal.require(.write($0))) != nil }) else {
            throw SCIMError(.forbidden, "the credentials lack the scope to write any type of resource")
        }
    }
}
