import HTTPTypes
import RosterCore
import SCIM

/// A failure whose answer needs a header besides the SCIM error.
struct Refusal: Error {
    /// What is wrong with the credentials of a request: for the log alone.
    struct Flaw {
        /// In one word.
        let reason: String
        /// The identifier that the credentials name, if they name one.
        var credential: String?
    }

    let error: SCIMError
    var headers: [HTTPField] = []
    /// What is wrong with the credentials, if that is the reason.
    var flaw: Flaw?

    /// Wraps a failure that needs no header.
    init(_ error: SCIMError) {
        self.error = error
    }

    /// Credentials are missing or bad.
    init(_ error: SCIMError, challenges: [String], because flaw: Flaw) {
        self.error = error
        self.flaw = flaw
        headers = challenges.map { HTTPField(name: .wwwAuthenticate, value: $0) }
    }

    /// The path does not have the method (RFC 9110 §15.5.6).
    init(_ method: HTTPRequest.Method, allowed: [HTTPRequest.Method]) {
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        error = SCIMError(
            .methodNotAllowed, "\(method.rawValue) is not possible here; possible: \(own: names)")
        headers = [HTTPField(name: .allow, value: names)]
    }

    func answer(as mediaType: String) -> Answer {
        var answer = Answer.failure(error, as: mediaType)
        for header in headers { answer.head.headerFields.append(header) }
        return answer
    }
}
