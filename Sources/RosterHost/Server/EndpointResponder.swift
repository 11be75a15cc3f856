import HTTPTypes
import Hummingbird
import Logging
import Metrics
import NIOCore
import RosterCore
import RosterHTTP
import SCIM
import ServiceLifecycle

/// Hands requests to the endpoints and their answers to Hummingbird, and tells log and metrics.
struct EndpointResponder: HTTPResponder {
    private let endpoints: Endpoints
    private let logger: Logger
    private let duration = Timer(label: "scim_request_duration", preferredDisplayUnit: .milliseconds)

    init(endpoints: Endpoints, logger: Logger) {
        self.endpoints = endpoints
        self.logger = logger
    }

    func respond(to request: Request, context: Context) async throws -> Response {
        let started = ContinuousClock.now
        let answer = await answer(to: request, from: context.peer)
        let status = answer.head.status
        let elapsed = started.duration(to: .now)
        duration.record(duration: elapsed)
        logger.debug(
            "answered",
            metadata: [
                "method": "\(request.method.rawValue)", "path": "\(request.head.loggedPath)",
                "status": "\(status.code)", "took": "\(elapsed)",
                "request": "\(answer.requestID?.description ?? "")",
            ])
        var response = Response(
            status: status, headers: answer.head.headerFields, body: Self.body(of: answer))
        // RFC 9110 §8.6: these have no content, not even an empty one.
        if status == .noContent || status == .notModified { response.headers[.contentLength] = nil }
        return request.method == .head ? response.createHeadResponse() : response
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

    private static func body(of answer: Answer) -> ResponseBody {
        if let stream = answer.stream {
            return ResponseBody(asyncSequence: stream.map { ByteBuffer(bytes: $0) }.cancelOnGracefulShutdown())
        }
        return answer.body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
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

    /// What Hummingbird makes for each request: where it came from.
    struct Context: InitializableFromSource {
        let peer: Peer

        init(source: ApplicationRequestContextSource) {
            let channel = source.channel
            peer = Peer(address: channel.remoteAddress?.ipAddress)
        }
    }
}
