import HTTPTypes
import SCIM

/// Whatever stands behind the question mark, the answer is one of SCIM.
public enum QueryProperty {
    private static let paths = ["/scim/Users", "/scim/Groups", "/scim/Users/{u}", "/scim/Groups/{g}", "/scim/Schemas"]

    /// Checks one input: its first byte chooses the path, the rest is the query.
    public static func check(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let first = bytes.first else { return }
        let query = String(decoding: bytes.dropFirst(), as: UTF8.self)
        InlineExecutor().run {
            let service = await Service()
            let path = service.filledIn(paths[Int(first) % paths.count])
            _ = await service.send(Service.request(.get, "\(path)?\(service.filledIn(query))"))
        }
    }
}
