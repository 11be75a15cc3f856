package import Hummingbird
import NIOCore
package import RosterHTTP
import ServiceLifecycle

extension Response {
    /// An answer as Hummingbird writes it; to HEAD without its body.
    package init(_ answer: Answer, to request: Request) {
        self.init(status: answer.head.status, headers: answer.head.headerFields, body: Self.body(of: answer))
        // RFC 9110 §8.6: these have no content, not even an empty one.
        if status == .noContent || status == .notModified { headers[.contentLength] = nil }
        if request.method == .head { self = createHeadResponse() }
    }

    private static func body(of answer: Answer) -> ResponseBody {
        if let stream = answer.stream {
            return ResponseBody(asyncSequence: stream.map { ByteBuffer(bytes: $0) }.cancelOnGracefulShutdown())
        }
        return answer.body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
    }
}
