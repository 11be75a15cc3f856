import HTTPTypes
import Hummingbird

/// The floor: Hummingbird without router or middleware, answering each request with the same bytes.
///
/// `BareHummingbird PORT BODY-BYTES` sends the headers that Roster sends with one user, and a body of that size.
@main struct Main {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let port = Int(arguments[1]), let size = Int(arguments[2]) else {
            print("usage: BareHummingbird PORT BODY-BYTES")
            return
        }
        let body = ByteBuffer(repeating: UInt8(ascii: "x"), count: size)
        let location = "http://127.0.0.1:\(port)/scim/Users/00000000-0000-4000-8000-000000000000"
        let contentLocation = HTTPField.Name("Content-Location") ?? .location
        let responder = CallbackResponder { (_: Request, _: BasicRequestContext) in
            let headers: HTTPFields = [
                .contentType: "application/scim+json", .eTag: "W/\"1\"", contentLocation: location,
            ]
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
        }
        let application = Application(
            responder: responder, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)))
        try await application.runService()
    }
}
