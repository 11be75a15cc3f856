/// The SHA-256 digest (FIPS 180-4) of content, from which a version follows.
///
/// It is written out here because this module compiles no cryptography. Nothing secret goes into it.
struct ContentDigest {
    /// The digest, eight words of four bytes.
    private(set) var words: [UInt32] = [
        0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
    ]

    private static let constants: [UInt32] = [
        0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5, 0x3956_C25B, 0x59F1_11F1, 0x923F_82A4, 0xAB1C_5ED5,
        0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3, 0x72BE_5D74, 0x80DE_B1FE, 0x9BDC_06A7, 0xC19B_F174,
        0xE49B_69C1, 0xEFBE_4786, 0x0FC1_9DC6, 0x240C_A1CC, 0x2DE9_2C6F, 0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA,
        0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7, 0xC6E0_0BF3, 0xD5A7_9147, 0x06CA_6351, 0x1429_2967,
        0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC, 0x5338_0D13, 0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85,
        0xA2BF_E8A1, 0xA81A_664B, 0xC24B_8B70, 0xC76C_51A3, 0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070,
        0x19A4_C116, 0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5, 0x391C_0CB3, 0x4ED8_AA4A, 0x5B9C_CA4F, 0x682E_6FF3,
        0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208, 0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7, 0xC671_78F2,
    ]

    /// Digests bytes.
    init(of content: [UInt8]) {
        content.withUnsafeBytes { takeBlocks(of: $0) }
        var rest = Array(content.suffix(content.count % 64)) + [0x80]
        rest += repeatElement(0, count: (120 - rest.count) % 64)
        withUnsafeBytes(of: (UInt64(content.count) &* 8).bigEndian) { rest += $0 }
        rest.withUnsafeBytes { takeBlocks(of: $0) }
    }

    /// Takes in all whole blocks of 64 bytes.
    private mutating func takeBlocks(of bytes: UnsafeRawBufferPointer) {
        for end in stride(from: 64, through: bytes.count, by: 64) {
            take(UnsafeRawBufferPointer(rebasing: bytes[end - 64..<end]))
        }
    }

    /// Takes in a block of 64 bytes (FIPS 180-4 §6.2.2).
    private mutating func take(_ block: UnsafeRawBufferPointer) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
            for index in 0..<16 {
                schedule[index] = UInt32(
                    bigEndian: block.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
            }
            for index in 16..<64 {
                let early = schedule[index - 15], late = schedule[index - 2]
                let small = early.rotated(by: 7) ^ early.rotated(by: 18) ^ early >> 3
                let large = late.rotated(by: 17) ^ late.rotated(by: 19) ^ late >> 10
                schedule[index] = schedule[index - 16] &+ small &+ schedule[index - 7] &+ large
            }
            Self.constants.withUnsafeBufferPointer { mix(schedule, $0) }
        }
    }

    private mutating func mix(_ schedule: UnsafeMutableBufferPointer<UInt32>, _ constants: UnsafeBufferPointer<UInt32>)
    {
        var a = words[0], b = words[1], c = words[2], d = words[3]
        var e = words[4], f = words[5], g = words[6], h = words[7]
        for index in 0..<64 {
            let chosen = e & f ^ ~e & g
            let first =
                h &+ (e.rotated(by: 6) ^ e.rotated(by: 11) ^ e.rotated(by: 25)) &+ chosen &+ constants[index]
                &+ schedule[index]
            let major = a & b ^ a & c ^ b & c
            let second = (a.rotated(by: 2) ^ a.rotated(by: 13) ^ a.rotated(by: 22)) &+ major
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
        }
        for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { words[index] &+= word }
    }
}

extension UInt32 {
    @inline(__always)
    fileprivate func rotated(by count: UInt32) -> UInt32 { self &>> count | self &<< (32 &- count) }
}
