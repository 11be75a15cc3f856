import HTTPTypes
import SCIM

/// Whatever is sent, each answer is one of SCIM, and the service goes on.
public enum RequestProperty {
    private static let maximumCount = 4

    /// Checks one input: requests as HTTP/1.1 writes them, with `\n` at the ends of lines and `---` between two.
    ///
    /// `{u}` and `{g}` stand for the ids of a user and of a group that are there.
    public static func check(_ bytes: UnsafeBufferPointer<UInt8>) {
        let parts = split(Array(bytes))
        InlineExecutor().run {
            let service = await Service()
            for part in parts { await send(part, to: service) }
            await service.expect("/scim/Users")
        }
    }

    private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        let separator = Array("\n---\n".utf8)
        var parts: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while parts.count < maximumCount - 1, let range = rest.firstRange(of: separator) {
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return parts + [rest]
    }

    private static func send(_ text: ArraySlice<UInt8>, to service: Service) async {
        let end = text.firstRange(of: Array("\n\n".utf8))
        let head = String(decoding: text[..<(end?.lowerBound ?? text.endIndex)], as: UTF8.self)
        var lines = head.split(separator: "\n", omittingEmptySubsequences: false)[...]
        let words = (lines.popFirst() ?? "").split(separator: " ", maxSplits: 1)
        let method = words.first.flatMap { HTTPRequest.Method(String($0)) } ?? .get
        var request = Service.request(method, service.filledIn(String(words.dropFirst().first ?? "/scim/Users")))
        for line in lines {
            let field = line.split(separator: ":", maxSplits: 1)
            guard let name = field.first.flatMap({ HTTPField.Name(String($0)) }) else { continue }
            let value = String((field.dropFirst().first ?? "").drop { $0 == " " })
            if name.canonicalName == "host" {
                request.authority = value
            } else {
                request.headerFields[name] = service.filledIn(value)
            }
        }
        // A large body, or one of unknown length, is read on other threads, where the executor of this target does not see it.
        let body = body(Array(text[(end?.upperBound ?? text.endIndex)...]).prefix(16_384), for: service)
        request.headerFields[.contentLength] = "\(min(body.count, 16_384))"
        _ = await service.send(request, body)
    }

    /// The body with ids filled in, left as it is where it is no text.
    private static func body(_ bytes: ArraySlice<UInt8>, for service: Service) -> [UInt8] {
        String(validating: bytes, as: UTF8.self).map { Array(service.filledIn($0).utf8) } ?? Array(bytes)
    }
}
