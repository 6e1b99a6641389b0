import Foundation

/// Short names of runs: the last component of each path, and more of it where two are equal.
package enum RunNames {
    /// Names folders.
    ///
    /// - Parameter urls: Different folders.
    /// - Returns: A name for each, in order.
    package static func names(of urls: [URL]) -> [String] {
        let paths = urls.map { $0.standardizedFileURL.pathComponents.filter { $0 != "/" } }
        var lengths = paths.map { min(1, $0.count) }
        let names = { zip(paths, lengths).map { $0.suffix($1).joined(separator: "/") } }
        while true {
            let counts = Dictionary(names().map { ($0, 1) }, uniquingKeysWith: +)
            let growing = names().enumerated().filter { index, name in
                counts[name, default: 0] > 1 && lengths[index] < paths[index].count
            }
            guard !growing.isEmpty else { break }
            for (index, _) in growing { lengths[index] += 1 }
        }
        return names().map { $0.isEmpty ? "/" : $0 }
    }
}
