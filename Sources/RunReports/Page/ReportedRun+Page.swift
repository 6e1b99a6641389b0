import CIPS3DModel
import CIPS3DTraining
import Foundation
import RunSettings

extension ReportedRun {
    /// Where it stands, in a sentence or two.
    var summary: String {
        guard let last else { return "" }
        let time = NumberText.duration(seconds: last.seconds)
        let best =
            bestDistance.map { " Its best distance is \($0.text) over \($0.terms.networkText)." }
            ?? ""
        return "\(name) has seen \(NumberText.short(last.kimg)) kimg of \(dataName) in "
            + "\(NumberText.whole(last.step)) steps and \(time) of training.\(best)"
    }

    /// The name of the photographs' folder or file, without where it is.
    var dataName: String { URL(fileURLWithPath: description.data).lastPathComponent }

    /// The lowest distance on the terms of the last one, the first of several.
    var bestDistance: MeasuredDistance? { comparableDistances.min { $0.value < $1.value } }

    /// Photographs a second of training, over the whole run.
    var meanSpeed: Double? {
        guard let last, last.seconds > 0 else { return nil }
        return last.kimg * 1_000 / last.seconds
    }

    /// Its pictures: photographs, then grids in order.
    var gallery: Page.Gallery {
        let reals = pictures.reals.map { ($0, "photographs, as the discriminators see them") }
        let grids = pictures.grids.map { ($0.picture, "\(NumberText.short($0.kimg)) kimg") }
        let all = (reals.map { [$0] } ?? []) + grids
        let none = all.isEmpty && pictures.notes.isEmpty ? ["It has no pictures yet."] : []
        return Page.Gallery(
            runName: name,
            pictures: all.map { picture, caption in
                Page.Picture(
                    pictureCaption: caption, description: "\(name): \(caption)",
                    source: picture.source, width: picture.width, height: picture.height)
            },
            omissions: pictures.notes + none)
    }
}

extension MeasuredDistance {
    /// The number, when, and of how many images.
    var text: String {
        "\(NumberText.short(value)) at \(NumberText.short(kimg)) kimg "
            + "(N\u{A0}=\u{A0}\(NumberText.whole(terms.images)))"
    }
}

extension ReportedRun {
    /// When it ends, in words.
    var goalText: String {
        switch description.goal {
        case .minutes(let minutes): "\(NumberText.short(minutes)) min at a time"
        case .kimg(let kimg): "\(NumberText.short(kimg)) kimg"
        case .open:
            StagePlan(configuration).end.map {
                "\(NumberText.short(Double($0) / 1_000)) kimg, the end of its stages"
            } ?? "until it is stopped"
        }
    }
}

extension RunDescription {
    /// Versions of what trains, in words.
    var versionsText: String {
        versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
}
