import Foundation

/// Where weights that were fetched and features of photographs are kept from one call to the next.
///
///     networks/      weights of feature networks
///     features/      features of photographs, a file for each set, size and network
///
/// Everything in it can be deleted at any time and is made again when it is needed.
public struct CacheFolder: Sendable, Equatable {
    /// The folder.
    public let url: URL

    /// A cache in a folder, which need not exist.
    ///
    /// - Parameter url: The folder.
    public init(url: URL) {
        self.url = url
    }

    /// The cache of the person who runs the program.
    ///
    /// - Parameter environment: `CIPS3D_CACHE` names it; else it is `cips3d` in `XDG_CACHE_HOME`,
    ///   else `.cache/cips3d` in the home folder.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let set = { (name: String) in environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        if let own = set("CIPS3D_CACHE") {
            url = URL(fileURLWithPath: own, isDirectory: true)
        } else if let caches = set("XDG_CACHE_HOME") {
            url = URL(fileURLWithPath: caches, isDirectory: true).appendingPathComponent("cips3d")
        } else {
            url = FileManager.default.homeDirectoryForCurrentUser
                .appendingPathComponent(".cache/cips3d")
        }
    }

    /// Weights of feature networks.
    public var networks: URL { url.appendingPathComponent("networks") }
    /// Bytes of all files in it.
    public var byteCount: Int {
        let files = FileManager.default.enumerator(
            at: url, includingPropertiesForKeys: [.fileSizeKey])
        return files?.reduce(0) { sum, file in
            let values = try? (file as? URL)?.resourceValues(forKeys: [.fileSizeKey])
            return sum + (values?.fileSize ?? 0)
        } ?? 0
    }

    /// Features of photographs.
    public var features: URL { url.appendingPathComponent("features") }
}
