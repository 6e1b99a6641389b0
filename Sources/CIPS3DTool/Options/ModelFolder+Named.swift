import CIPS3DModel
import CIPS3DTraining
import Foundation

extension ModelFolder {
    /// The model that somebody names on a command line, also by the run that made it.
    ///
    /// - Parameters:
    ///   - path: A model's folder or a run's.
    ///   - say: Is told which model of a run it is, a line.
    /// - Returns: The model's folder, whether or not it can be read.
    static func named(_ path: String, say: (String) -> Void = { StatusLine().say($0) })
        -> ModelFolder
    {
        let named = ModelFolder(url: URL(fileURLWithPath: path))
        let folder = ModelFolder(locating: named.url)
        if folder != named {
            let best = RunFolder(url: named.url).best.map {
                String(
                    format: "; %@/best, of %g kimg, was the nearest to the photographs", path,
                    $0.kimg)
            }
            say("\(path) is a run: this is \(path)/model, its newest model\(best ?? "")")
        }
        return folder
    }
}
