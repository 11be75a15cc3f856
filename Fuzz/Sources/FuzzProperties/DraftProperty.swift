import SCIM

/// What is kept of a body is itself a valid body, of which all is kept.
public enum DraftProperty {
    private static let refusals: Set<SCIMError.Code> = [.invalidSyntax, .invalidValue, .tooMany]

    /// Checks one body of POST.
    public static func check(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let body = try? JSONReader.read(bytes) else { return }
        for type in [ResourceType.user, .group] {
            do {
                checkStable(try Draft(validating: body, as: type))
            } catch {
                require(refusals.contains(error.code), "a bad body is refused as such", "\(error)")
                require(!error.detail.isEmpty, "a refusal says why", "\(error)")
            }
        }
    }

    /// Checks that validation changes nothing of attributes that came out of it.
    static func checkStable(_ draft: Draft) {
        require(draft.attributes[.password] == nil, "no password is kept")
        var body = draft.attributes
        body.append(.schemas, [.string(draft.type.schema.id)])
        do {
            let again = try Draft(validating: .complex(body), as: draft.type)
            require(
                again.attributes == draft.attributes, "what is kept stays as it is",
                "\(body.text) becomes \(again.attributes.text)")
        } catch {
            violation("what is kept is valid", error.detail, body.text)
        }
    }
}

extension Attributes {
    /// The attributes as JSON text.
    var text: String { String(decoding: jsonBytes, as: UTF8.self) }
}

extension AttributeName {
    fileprivate static let password: AttributeName = "password"
}
