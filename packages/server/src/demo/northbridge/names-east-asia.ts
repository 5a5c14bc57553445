import type { NameGroup } from './name-group';
import { words } from './words';

const chinese: NameGroup = {
  countries: ['China', 'Hong Kong', 'Taiwan', 'Singapore', 'United States', 'Canada'],
  share: [1, 12],
  female:
    words(`Mei:美 Li:丽 Xiu:秀 Fang:芳 Jing:静 Yan:艳 Min:敏 Juan:娟 Na:娜 Xia:霞 Ping:萍 Ling:玲 Hong:红 Yu:玉 Lan:兰 Hui:慧 Ying:英 Hua:华 Xin:欣
    Yi:怡 Jia:佳 Qian:倩 Ting:婷 Xue:雪 Rui:蕊 Zi:子 Han:涵 Shu:淑 Wen:雯 Yue:月 Qing:清 Chun:春`),
  male: words(`Wei:伟 Jun:军 Yong:勇 Jie:杰 Tao:涛 Ming:明 Chao:超 Qiang:强 Lei:磊 Yang:洋 Gang:刚 Jian:建 Guo:国 Zhi:志 Hao:浩 Yu:宇 Chen:晨 Xuan:轩
    Bo:博 Feng:峰 Peng:鹏 Hai:海 Long:龙 Wen:文 Xiao:晓 De:德 Sheng:胜 Bin:斌 Kai:凯 Rong:荣 Dong:东 Ze:泽`),
  family:
    words(`Wang:王 Li:李 Zhang:张 Liu:刘 Chen:陈 Yang:杨 Huang:黄 Zhao:赵 Wu:吴 Zhou:周 Xu:徐 Sun:孙 Ma:马 Zhu:朱 Hu:胡 Guo:郭 He:何 Lin:林 Gao:高
    Luo:罗 Zheng:郑 Liang:梁 Xie:谢 Song:宋 Tang:唐 Xu:许 Han:韩 Deng:邓 Feng:冯 Cao:曹 Peng:彭 Zeng:曾 Xiao:肖 Tian:田 Dong:董 Pan:潘 Yuan:袁 Cai:蔡
    Jiang:蒋 Yu:余 Du:杜 Ye:叶 Cheng:程 Wei:魏 Su:苏 Lü:吕 Ding:丁 Ren:任 Lu:卢 Yao:姚 Shen:沈 Zhong:钟 Jiang:姜 Cui:崔 Tan:谭 Lu:陆 Fan:范 Wang:汪
    Liao:廖 Shi:石 Jin:金 Wei:韦 Jia:贾 Xia:夏 Fu:付 Fang:方 Zou:邹 Xiong:熊 Bai:白 Meng:孟 Qin:秦 Qiu:邱 Hou:侯 Jiang:江 Yin:尹 Xue:薛 Yan:闫 Duan:段
    Lei:雷 Long:龙 Shi:史 Tao:陶 He:贺 Gu:顾 Mao:毛 Hao:郝 Gong:龚 Shao:邵 Wan:万 Ouyang:欧阳 Sima:司马 Zhuge:诸葛 Shangguan:上官`),
  syllables: { joint: '', single: 0.3 },
  familyFirst: true,
  married: 0,
};

const cantonese: NameGroup = {
  countries: ['Hong Kong', 'Malaysia', 'Singapore', 'United Kingdom'],
  share: [1.5, 2.5],
  female: words(
    `Wing:詠 Yan:欣 Ka:嘉 Man:敏 Yee:儀 Mei:美 Ling:玲 Suet:雪 Hiu:曉 Tung:彤 Lai:麗 Ching:晴 Ying:瑩 Kit:潔`,
  ),
  male: words(
    `Chi:志 Wai:偉 Kin:健 Ming:明 Ho:浩 Chun:俊 Kwok:國 Keung:強 Wing:永 Tak:德 Hon:漢 Sing:聲 Fai:輝 Lok:樂`,
  ),
  family:
    words(`Chan:陳 Wong:黃 Lee:李 Leung:梁 Cheung:張 Lau:劉 Ng:吳 Ho:何 Lam:林 Cheng:鄭 Chow:周 Yeung:楊 Tang:鄧 Tsang:曾 Chu:朱 Kwok:郭 Yip:葉 Fung:馮
    Tse:謝 Hui:許 Mak:麥 Tam:譚 Yuen:袁 Lo:羅 Choi:蔡 Chiu:趙 Poon:潘 Kwan:關 Lui:雷 So:蘇 Au-Yeung:歐陽 Szeto:司徒 Goh:吳 Tan:陳 Lim:林 Ong:王`),
  syllables: { joint: ' ', single: 0.05 },
  familyFirst: true,
  married: 0.02,
};

const japanese: NameGroup = {
  countries: ['Japan', 'United States'],
  share: [0.8, 1.8],
  female:
    words(`Yuki:由紀 Aoi:葵 Hana:花 Sakura:桜 Yui:結衣 Keiko:恵子 Yoko:陽子 Emi:恵美 Naomi:直美 Akiko:明子 Mayumi:真由美 Rin:凛 Mio:澪 Kaori:香織 Tomoko:智子
    Misaki:美咲 Haruka:遥 Ayaka:彩花`),
  male: words(`Haruto:陽翔 Sota:颯太 Hiroshi:浩 Takashi:隆 Kenji:健二 Yuto:悠斗 Ren:蓮 Daiki:大輝 Makoto:誠 Kazuo:和夫 Shota:翔太 Akira:明 Satoshi:聡 Naoki:直樹
    Kenta:健太 Jun:純 Tatsuya:達也 Ryō:亮`),
  family:
    words(`Sato:佐藤 Suzuki:鈴木 Takahashi:高橋 Tanaka:田中 Ito:伊藤 Watanabe:渡辺 Yamamoto:山本 Nakamura:中村 Kobayashi:小林 Kato:加藤 Yoshida:吉田
    Yamada:山田 Sasaki:佐々木 Yamaguchi:山口 Matsumoto:松本 Inoue:井上 Kimura:木村 Hayashi:林 Saito:斎藤 Shimizu:清水 Yamazaki:山崎 Mori:森 Abe:阿部
    Ikeda:池田 Hashimoto:橋本 Ishikawa:石川 Ogawa:小川 Okada:岡田 Hasegawa:長谷川 Fujita:藤田 Goto:後藤 Kondo:近藤 Murakami:村上 Endo:遠藤 Aoki:青木
    Sakamoto:坂本 Fukuda:福田 Ota:太田 Nishimura:西村 Fujii:藤井 Kaneko:金子 Okamoto:岡本 Fujiwara:藤原 Miura:三浦 Nakajima:中島 Ōno:大野`),
  rare: {
    share: 0.25,
    starts:
      words(`Asa:浅 Fuji:藤 Fuka:深 Hama:浜 Hira:平 Hoshi:星 Ichi:市 Ishi:石 Iwa:岩 Kita:北 Koma:駒 Kuro:黒 Maki:牧 Matsu:松 Minami:南 Naga:長
      Naka:中 Nishi:西 Oka:岡 Saka:坂 Shima:島 Shio:塩 Taka:高 Take:竹 Tera:寺 Toyo:豊 Ue:上 Waka:若 Yoko:横 Yoshi:吉`),
    ends: words(`da:田 gawa:川 guchi:口 hara:原 hashi:橋 kawa:河 ki:木 mori:森 moto:本 mura:村 no:野 saki:崎 sawa:沢 shima:島 shita:下 ta:太 uchi:内 yama:山
      zaki:崎 zawa:沢 zuka:塚`),
  },
  familyFirst: true,
  married: 0.06,
};

const korean: NameGroup = {
  countries: ['South Korea', 'United States'],
  share: [0.5, 2.5],
  female: words(
    `Ji:지 Seo:서 Soo:수 Min:민 Hye:혜 Eun:은 Yeon:연 Ha:하 Yu:유 Jin:진 Young:영 Kyung:경 Hee:희 Na:나 Ah:아 Rin:린`,
  ),
  male: words(
    `Min:민 Jun:준 Seung:승 Hyun:현 Sung:성 Jae:재 Woo:우 Dong:동 Ho:호 Tae:태 Young:영 Jin:진 Hoon:훈 Kyu:규 Do:도 Yoon:윤`,
  ),
  family:
    words(`Kim:김 Lee:이 Park:박 Choi:최 Jung:정 Kang:강 Cho:조 Yoon:윤 Jang:장 Lim:임 Han:한 Oh:오 Seo:서 Shin:신 Kwon:권 Hwang:황 Ahn:안 Song:송
    Ryu:류 Hong:홍 Jeon:전 Ko:고 Moon:문 Son:손 Yang:양 Bae:배 Baek:백 Heo:허 Nam:남 Shim:심 Noh:노 Namgung:남궁 Sunwoo:선우`),
  syllables: { joint: '-', single: 0.04 },
  familyFirst: true,
  married: 0,
};

export const eastAsia = [chinese, cantonese, japanese, korean];
