import Foundation

extension SafeTensorsHeader {
    /// Writes the beginning of a file: the header's length and the header.
    ///
    /// - Parameters:
    ///   - entries: The tensors, sorted by name.
    ///   - metadata: Free text by key.
    ///   - url: The file, for the error.
    /// - Returns: A multiple of 8 bytes; the header is filled up with spaces, as the format allows.
    /// - Throws: `SafeTensorsError` where the header would be longer than readers accept.
    static func encoded(
        _ entries: [SafeTensorsEntry], metadata: [String: String], in url: URL
    ) throws -> [UInt8] {
        var members: [String] = []
        if !metadata.isEmpty {
            let texts = metadata.sorted { $0.key < $1.key }
                .map { "\(quoted($0.key)):\(quoted($0.value))" }
            members.append("\"\(metadataKey)\":{\(texts.joined(separator: ","))}")
        }
        for entry in entries {
            let shape = entry.shape.map(String.init).joined(separator: ",")
            let offsets = "\(entry.byteRange.lowerBound),\(entry.byteRange.upperBound)"
            members.append(
                "\(quoted(entry.name)):{\"dtype\":\"\(entry.type.rawValue)\","
                    + "\"shape\":[\(shape)],\"data_offsets\":[\(offsets)]}")
        }
        var json = Array("{\(members.joined(separator: ","))}".utf8)
        json.append(contentsOf: repeatElement(0x20, count: (8 - json.count % 8) % 8))
        guard json.count <= longest else {
            throw SafeTensorsError(
                file: url, tensor: nil,
                problem: .headerTooLong(bytes: json.count, limit: longest))
        }
        return withUnsafeBytes(of: UInt64(json.count).littleEndian) { Array($0) } + json
    }

    /// A JSON string: only what JSON forbids is escaped.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
