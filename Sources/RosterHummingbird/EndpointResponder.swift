import HTTPTypes
public import Hummingbird
import NIOCore
public import RosterCore
public import RosterHTTP
import SCIM
import ServiceLifecycle

/// Answers every request with the endpoints: SCIM, and the directory if it is served.
///
/// It is the responder of an application that serves nothing else; ``EndpointMiddleware`` stands beside routes. Bodies are read up to
/// the limit of each endpoint, whatever `maxUploadSize` of the context says. Event streams and waits end when the service group shuts
/// down.
public struct EndpointResponder<Context>: HTTPResponder {
    private let endpoints: Endpoints
    private let peer: @Sendable (Request, Context) -> Peer

    /// Answers with endpoints.
    ///
    /// - Parameter peer: Where a request came from, for example by a header of the proxy in front. Logs name it, and authenticators may
    ///   look at it.
    public init(_ endpoints: Endpoints, peer: @escaping @Sendable (Request, Context) -> Peer) {
        self.endpoints = endpoints
        self.peer = peer
    }

    /// Answers a request; failures are answers too.
    public func respond(to request: Request, context: Context) async -> Response {
        Response(await answer(to: request, from: peer(request, context)), to: request)
    }

    private func answer(to request: Request, from peer: Peer) async -> Answer {
        let endpoints = endpoints
        @Sendable func answer() async -> Answer {
            await endpoints.answer(request.head, from: peer) { limit in
                try await Self.body(of: request, limit: limit)
            }
        }
        let isPatient = endpoints.isPatient(request.head)
        @Sendable func work() async -> Answer {
            isPatient ? await cancelWhenGracefulShutdown { await answer() } : await answer()
        }
        guard let presence = ClientPresence.current, isPatient || !endpoints.isQuick(request.head) else {
            return await work()
        }
        return await presence.answer(by: work)
    }

    private static func body(of request: Request, limit: Int) async throws -> [UInt8] {
        let tooLarge = SCIMError(.payloadTooLarge, "the body is larger than \(limit) bytes")
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw tooLarge }
        do {
            guard let presence = ClientPresence.current else {
                return [UInt8](buffer: try await request.body.collect(upTo: limit))
            }
            return try await presence.reading { [UInt8](buffer: try await request.body.collect(upTo: limit)) }
        } catch is NIOTooManyBytesError {
            throw tooLarge
        } catch {
            // The client hung up, was too slow, or broke the framing; nothing here has failed.
            throw SCIMError(.invalidSyntax, "the body did not arrive whole")
        }
    }
}

extension EndpointResponder where Context: RequestContext {
    /// Answers with endpoints.
    ///
    /// The peer has the address of the context if that is a `RemoteAddressRequestContext`, and otherwise none.
    public init(_ endpoints: Endpoints) {
        self.init(endpoints) { _, context in
            let address = (context as? any RemoteAddressRequestContext)?.remoteAddress
            return Peer(address: address?.ipAddress)
        }
    }
}
