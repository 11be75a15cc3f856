import HTTPTypes
import SCIM

/// A failure whose answer needs a header besides the SCIM error.
struct Refusal: Error {
    let error: SCIMError
    let headers: [HTTPField]

    /// Credentials are missing or bad.
    init(_ error: SCIMError, challenges: [String]) {
        self.error = error
        headers = challenges.map { HTTPField(name: .wwwAuthenticate, value: $0) }
    }

    /// The path does not have the method (RFC 9110 §15.5.6).
    init(_ method: HTTPRequest.Method, allowed: [HTTPRequest.Method]) {
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        error = SCIMError(.methodNotAllowed, "\(method.rawValue) is not possible here; possible: \(names)")
        headers = [HTTPField(name: .allow, value: names)]
    }

    func answer(as mediaType: String) -> Answer {
        var answer = Answer.failure(error, as: mediaType)
        for header in headers { answer.head.headerFields.append(header) }
        return answer
    }
}
