public import HTTPTypes
public import RosterCore
import SCIM

/// Holds an authenticator against the contract of ``RosterCore/Authenticator``.
///
/// ```swift
/// try await AuthenticatorConformance(authenticator, good: request).run()
/// ```
public struct AuthenticatorConformance: Sendable {
    private let authenticator: any Authenticator
    private let good: HTTPRequest

    /// Checks an authenticator.
    ///
    /// - Parameter request: A request with good credentials.
    public init(_ authenticator: any Authenticator, good request: HTTPRequest) {
        self.authenticator = authenticator
        good = request
    }

    /// Plays every rule.
    ///
    /// - Throws: One ``ConformanceFailure`` that lists every broken rule.
    public func run() async throws {
        let rules: [(String, () async throws -> Void)] = [
            ("good credentials name a principal", goodCredentials),
            ("a request without credentials is left to others", noCredentials),
            ("credentials of another scheme are left to others", otherScheme),
            ("bad credentials name nobody", badCredentials),
            ("a refusal does not repeat the credentials", refusalIsSilent),
        ]
        var violations: [ConformanceFailure.Violation] = []
        for (name, rule) in rules {
            let violation = try await ConformanceFailure.Violation.found(by: name, rule)
            if let violation { violations.append(violation) }
        }
        guard violations.isEmpty else { throw ConformanceFailure(violations: violations) }
    }

    private func goodCredentials() async throws {
        let first = try await authenticator.authenticate(good, from: Peer())
        try expect(first != nil, "a principal", seen: "nobody")
        try expect(first?.id.isEmpty == false, "a principal with an id", seen: "one without")
        let second = try await authenticator.authenticate(good, from: Peer(address: "192.0.2.1"))
        try expect(second == first, "the same principal once more", seen: "\(second?.id ?? "nobody")")
        guard let (scheme, rest) = credentials else { return }
        for spelling in [scheme.lowercased(), scheme.uppercased()] {
            // The name of a scheme has no letter case (RFC 9110 §11.1).
            let other = try await authenticator.authenticate(request("\(spelling) \(rest)"), from: Peer())
            try expect(other == first, "the same principal with '\(spelling)'", seen: "\(other?.id ?? "nobody")")
        }
    }

    private func noCredentials() async throws {
        for field in [nil, ""] {
            let principal = try await authenticator.authenticate(request(field), from: Peer())
            try expect(principal == nil, "nobody", seen: "'\(principal?.id ?? "")'")
        }
    }

    private func otherScheme() async throws {
        let principal = try await authenticator.authenticate(
            request("Unheard-Of \(credentials?.rest ?? "abc")"), from: Peer())
        try expect(principal == nil, "nobody", seen: "'\(principal?.id ?? "")'")
    }

    private func badCredentials() async throws {
        for field in badFields {
            if let principal = try await refusal(of: field).principal {
                throw BrokenExpectation(expected: "nobody for bad credentials", seen: "'\(principal.id)'")
            }
        }
    }

    private func refusalIsSilent() async throws {
        for field in badFields {
            guard let text = try await refusal(of: field).text else { continue }
            let secret = field.split(separator: " ").last.map(String.init) ?? field
            guard secret.count > 8 else { continue }
            try expect(!text.contains(secret), "no credentials in the error", seen: "some")
        }
    }

    /// How bad credentials are answered; the only errors that may come are ``CredentialRefusal`` and `unauthorized`.
    private func refusal(of field: String) async throws -> (principal: Principal?, text: String?) {
        do {
            return (try await authenticator.authenticate(request(field), from: Peer()), nil)
        } catch let refusal as CredentialRefusal {
            return (nil, refusal.credential)
        } catch let error as SCIMError where error.code == .unauthorized {
            return (nil, error.detail)
        }
    }

    /// Garbage after the name of the scheme, and good credentials that were cut, grown or changed by a character.
    private var badFields: [String] {
        let scheme = authenticator.scheme.challenge
        let garbage = [
            "", " ", "garbage", "a b", "=", "\u{E9}", String(repeating: "A", count: 10_000), "../../etc/passwd",
        ]
        guard let (scheme, rest) = credentials, let last = rest.last else { return garbage.map { "\(scheme) \($0)" } }
        let forged = [String(rest.dropLast()), rest + "A", rest.dropLast() + (last == "A" ? "B" : "A")]
        return (garbage + forged).map { "\(scheme) \($0)" }
    }

    /// The two parts of the good `Authorization` field, if that is where the credentials are.
    private var credentials: (scheme: String, rest: String)? {
        guard let field = good.headerFields[.authorization], let space = field.firstIndex(of: " ") else { return nil }
        return (String(field[..<space]), String(field[field.index(after: space)...]))
    }

    /// The good request with other credentials.
    private func request(_ authorization: String?) -> HTTPRequest {
        var request = good
        request.headerFields[.authorization] = authorization
        return request
    }
}
