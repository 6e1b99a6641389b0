import Foundation
import Testing

/// JSON without some of its keys, as an earlier version wrote it.
///
/// - Parameters:
///   - data: An object.
///   - keys: Key paths that are there, such as `training.batchSize`.
/// - Returns: UTF-8 text.
/// - Throws: Where a key is not there.
func json(_ data: Data, without keys: [String]) throws -> String {
    func removing(_ path: [Substring], from value: Any) throws -> Any {
        var object = try #require(value as? [String: Any])
        let name = String(path[0])
        let inner = try #require(object[name])
        object[name] = try path.count == 1 ? nil : removing(Array(path.dropFirst()), from: inner)
        return object
    }
    let object = try keys.reduce(JSONSerialization.jsonObject(with: data)) {
        try removing($1.split(separator: "."), from: $0)
    }
    return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
}
