import Hummingbird

@main struct Main {
    static func main() async throws {
        let application = try await application(configuration: "config.yaml", port: 8080, badges: Badges()) { token in
            print("SCIM at http://127.0.0.1:8080/scim/ with the token \(token), shown this once")
        }
        try await application.runService()
    }
}
