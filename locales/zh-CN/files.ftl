# 附件

files-none = 请选择文件。
files-empty = 这个文件是空的，请重新选择。
files-too-big = 文件太大，每个最多 { $mb } MB。
files-wrong-kind = 这里不收这种文件。照片请用 JPG、PNG 或 WebP；文件请用 PDF、Word（docx）或 Excel（xlsx），不能带宏。
files-not-what-it-says = 文件的内容和名称不符，请打开看一下，另存一份再上传。
files-too-many-pixels = 照片太大，最多 { $millions } 百万像素，请缩小后再上传。
files-broken = 文件打不开，可能已经损坏，请换一份再上传。
files-too-many = 一次最多 { $n } 个文件，请重新选择。
files-photo = 照片 { $n }
files-size-kb = { $n } KB
files-size-mb = { $n } MB
