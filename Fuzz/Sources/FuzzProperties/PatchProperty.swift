import SCIM

/// A PATCH either gives a resource that is valid, or changes nothing.
public enum PatchProperty {
    /// Checks one PATCH message.
    public static func check(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let body = try? JSONReader.read(bytes) else { return }
        for resource in Fixture.all { check(body, on: resource) }
    }

    private static func check(_ body: AttributeValue, on resource: Resource) {
        let before = resource.attributes
        let written = before.jsonBytes
        do {
            let change = Modification.patch(try PatchOperation.operations(reading: body, for: resource.type))
            _ = change.membershipChanges
            let after = try change.applied(to: before, of: resource.type)
            let draft = try Draft(checking: after, as: resource.type)
            DraftProperty.checkStable(draft)
            // Clients echo what they read; that changes nothing.
            let echo = Modification.replace(with: draft)
            require(
                try echo.applied(to: after, of: resource.type) == after, "a PUT of what was read changes nothing",
                after.text)
        } catch {
            require(error.code.status < 500, "a bad PATCH is the client's fault", "\(error)")
            require(!error.detail.isEmpty, "a refusal says why", "\(error)")
        }
        require(before.jsonBytes == written, "a PATCH leaves its input alone")
    }
}
